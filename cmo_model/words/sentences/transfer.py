"""The transfer said in sentences: where the firm stands, what is missing, what documenting is worth, how long to overlap."""

from __future__ import annotations

from cmo_model.decision import Decision
from cmo_model.growth import transfer as transfers
from cmo_model.growth.transfer import Overlap, Transfer
from cmo_model.growth.transfer_plan import PhaseName, TransferPlan
from cmo_model.words import Text


def standing(transfer: Transfer, t: Text) -> list[str]:
    """What is written, the score, and whether the mandate can end."""
    score, ready = transfers.autonomy(transfer), t.number(transfers.READY)
    share = transfers.written(transfer)
    said = [t("transfer.written", share=t.percent(share, 0)) if share else t("transfer.written_none")]
    said.append(
        t("transfer.autonomy_none") if score is None else t("transfer.autonomy_said", score=t.number(score, 1), ready=ready)
    )
    return [*said, t("transfer.ready" if transfers.ready(transfer) else "transfer.not_ready")]


def phase(name: PhaseName, plan: TransferPlan, t: Text) -> str:
    """What a phase is called; the end is that of a contract only where there is one."""
    return t("transfer.end_alone") if name == "end" and not plan.contract else t(f"transfer.phases.{name}")


def missing(transfer: Transfer, t: Text) -> list[str]:
    """The conditions that do not hold yet."""
    words = {
        "autonomy": t("transfer.gates.autonomy", ready=t.number(transfers.READY)),
        "critical": t("transfer.gates.critical", level=str(transfers.CRITICAL_LEVEL)),
        "insiders": t("transfer.gates.insiders", insiders=str(transfers.INSIDERS)),
        "silent_month": t("transfer.gates.silent_month"),
    }
    return [words[gate] for gate, holds in transfers.gates(transfer).items() if not holds]


def proposed(transfer: Transfer, decision: Decision, t: Text) -> str:
    """The memory proposed to the scenario, beside today's."""
    today, then = decision.memory, transfers.memory(transfer)
    worth, months = transfers.documenting(decision, then), t.counted("months", decision.scenario.horizon_months)
    return t("transfer.memory", memory=t.percent(then, 2), today=t.percent(today, 2), worth=t.about(worth), months=months)


def documenting(decision: Decision, worth: float, t: Text) -> str:
    """What documenting up to the target is worth."""
    blanks = {
        "target": t.percent(transfers.TARGET_MEMORY),
        "months": t.counted("months", decision.scenario.horizon_months),
        "option": t(f"options.{decision.best}"),
    }
    if worth < 0.005:
        return t("transfer.worth_none", **blanks)
    return t("transfer.worth", worth=t.about(worth), **blanks)


def overlapping(found: Overlap | None, t: Text) -> str:
    """How long those who leave should overlap, and why."""
    if found is None:
        return t("transfer.overlap_no_seat")
    if found.weeks is None:
        return t("transfer.overlap_free")
    amounts = {"lose": t.about(found.to_lose), "cost": t.about(found.weekly_cost)}
    if found.weeks == 0:
        return t("transfer.overlap_none", **amounts)
    return t("transfer.overlap", weeks=t.counted("weeks", found.weeks), **amounts)


def planned(plan: TransferPlan, t: Text) -> str:
    """What the plan hangs on."""
    if not plan.backwards:
        return t("transfer.plan_free")
    return t("transfer.plan_late" if plan.late else "transfer.plan_note")
