"""A long table worked out in parts, each written whole or not at all: by this process, by one a core, or by a Dask cluster.

Parts stand in a folder beside the result until they are all there; they are then put together, in their order, and the folder
goes. A run that was stopped goes on where it was, if nothing it rests on has changed; a part done twice is the same part. What a
worker that died had in hand is done again by another.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cmo_model.portfolio import SCHEMA, work
from cmo_model.readers.firms_file import FirmsFile, Part
from cmo_model.readers.scenario_file import remedy
from cmo_model.words import Language, text

MOST_ATTEMPTS = 3
"""Times that a part is begun before the run gives up."""
ADVISED, SIEVED = 64, 16_384
"""Rows of a part."""
REFUSED = pa.schema([("row", pa.int64()), ("column", pa.string()), ("remedy", pa.string())])
_JOB = "job.json"


class PartError(Exception):
    """A part ended every process that began it."""


@dataclass(frozen=True)
class Job:
    """What is asked of every row."""

    example: str
    sieve: bool
    language: Language

    @property
    def rows(self) -> int:
        """Rows of a part."""
        return SIEVED if self.sieve else ADVISED


def finish(folder: Path, number: int, table: pd.DataFrame, job: Job) -> int:
    """Work a part out and put it in the folder; its number of rows."""
    done = work(table, job.example, sieve=job.sieve, language=job.language)
    _put(folder / f"refused-{number:06}.parquet", done.refused, REFUSED)
    _put(folder / f"part-{number:06}.parquet", done.verdicts, SCHEMA)  # last: it says that the part is done
    return len(table)


def _put(path: Path, frame: pd.DataFrame, schema: pa.Schema) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    pq.write_table(pa.Table.from_pandas(frame, schema, preserve_index=False), beside)
    beside.replace(path)


def begun(folder: Path, file: FirmsFile, job: Job) -> frozenset[int]:
    """The parts that the folder holds already of this very job; a folder of another is emptied."""
    asked = json.dumps(asdict(job) | {"rows": job.rows, "file": _digest([file.path]), "model": _digest(_model())}, indent=2)
    said = folder / _JOB
    if not (said.exists() and said.read_text("utf-8") == asked):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        said.write_text(asked, "utf-8")
    return frozenset(int(one.stem.rpartition("-")[2]) for one in folder.glob("part-*.parquet"))


def _model() -> list[Path]:
    return sorted(one for one in Path(__file__).parents[1].rglob("*") if one.suffix in (".py", ".yaml", ".json"))


def _digest(files: list[Path]) -> str:
    found = hashlib.sha256()
    for file in files:
        with file.open("rb") as opened:
            for block in iter(lambda: opened.read(1024 * 1024), b""):
                found.update(block)
    return found.hexdigest()


def run(file: FirmsFile, folder: Path, job: Job, workers: int, done: Callable[[int], None]) -> None:
    """Work out each part that the folder lacks, by so many processes; `done` is told how many more rows are. Raises `PartError`."""
    parts = _lacking(file, folder, job, done)
    if workers == 1:
        for one in parts:
            done(finish(folder, one.number, one.table, job))
        return
    waiting: list[Part] = []
    attempts: dict[int, int] = {}
    pool, pending = _pool(workers), dict[Future[int], Part]()
    try:
        while True:
            try:
                while len(pending) < 2 * workers and (waiting or (waiting := [*itertools.islice(parts, 1)])):
                    part = waiting[-1]
                    if attempts.get(part.number, 0) == MOST_ATTEMPTS:
                        raise PartError(part.number)
                    future = pool.submit(finish, folder, part.number, part.table, job)  # a pool found broken takes no part away
                    pending[future] = waiting.pop()
                    attempts[part.number] = attempts.get(part.number, 0) + 1
                if not pending:
                    return
                ended, _ = wait(pending, return_when=FIRST_COMPLETED)
                for future in ended:
                    done(future.result())
                    del pending[future]
            except BrokenProcessPool:  # a worker died, and the pool with it: what it had in hand is begun again
                waiting += pending.values()
                pool.shutdown(cancel_futures=True)
                pool, pending = _pool(workers), {}
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _lacking(file: FirmsFile, folder: Path, job: Job, done: Callable[[int], None]) -> Iterator[Part]:
    """The parts still to be worked out; what of the file is no row is told beside each."""
    there, told = begun(folder, file, job), text(job.language)
    for part in file.parts(job.rows):
        rows = [(one.at, one.column, remedy(one.problem, told)) for one in part.refused]
        _put(folder / f"ragged-{part.number:06}.parquet", pd.DataFrame(rows, columns=REFUSED.names), REFUSED)
        if part.number in there:
            done(len(part.table))
        else:
            yield part


def run_on_cluster(file: FirmsFile, folder: Path, job: Job, address: str | None, done: Callable[[int], None]) -> None:
    """The same by the Dask cluster at an address, which sees the folder, or by one started here, a worker a core."""
    import dask
    import dask.dataframe as dd
    from dask.distributed import Client, LocalCluster, as_completed

    lacking = []
    for part in _lacking(file, folder, job, done):
        pq.write_table(pa.Table.from_pandas(part.table, preserve_index=False), folder / f"in-{part.number:06}.parquet")
        lacking.append(part.number)
    if not lacking:
        return
    alone = {"n_workers": os.cpu_count() or 1, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
    kept = {
        "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 2**27
    }  # arrays come and go: half the time went into trimming
    with dask.config.set({"dataframe.convert-string": False} | kept), Client(address or LocalCluster(**alone)) as client:
        tables = dd.from_map(_loaded, lacking, folder=folder.resolve(), meta=_loaded(lacking[0], folder).iloc[:0])
        finished = tables.map_partitions(_finished, folder.resolve(), job, meta={"rows": "int64"}, enforce_metadata=False)
        for _, counted in as_completed(client.compute(finished.to_delayed(), retries=MOST_ATTEMPTS - 1), with_results=True):
            done(int(counted["rows"].sum()))


def _loaded(number: int, folder: Path) -> pd.DataFrame:
    table: pd.DataFrame = pq.read_table(folder / f"in-{number:06}.parquet").to_pandas()
    return table.assign(part=number)


def _finished(table: pd.DataFrame, folder: Path, job: Job) -> pd.DataFrame:
    number = int(table["part"].iloc[0])
    return pd.DataFrame({"rows": [finish(folder, number, table.drop(columns="part"), job)]})


def together(folder: Path) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Verdicts and refused cells, part after part, in the order of the rows."""
    for ragged in sorted(folder.glob("ragged-*.parquet")):  # each part has one: a part that is missing is no part left out
        verdicts, refused = (ragged.with_name(ragged.name.replace("ragged", kind)) for kind in ("part", "refused"))
        cells = pa.concat_tables([pq.read_table(one, schema=REFUSED) for one in (ragged, refused)])
        yield pq.read_table(verdicts, schema=SCHEMA), cells.sort_by("row")
