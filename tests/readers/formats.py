"""Small files after the formats that people really export, each with what a marketing analyst expects of it.

Every file is read at once, or once what it asks is answered as it says, or refused with a remedy. What is expected is the monthly
sums of spend and revenue by channel, or nothing where the file cannot give them. One table, read from end to end: its length is
that of what people export.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field

import openpyxl  # type: ignore[import-untyped]

from tests.readers.files import book

Sums = Mapping[str, tuple[list[float], list[float]]]
"""Spend and revenue by month, by channel."""


@dataclass(frozen=True)
class Format:
    """A file, what it is called, what it asks and how that is answered, and what it says."""

    data: bytes
    says: Sums | None
    name: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str | tuple[str, str]] = field(default_factory=dict)
    lacks: str = ""
    """The code that tells what the file lacks, where it says nothing."""
    total: bool = False
    """Whether the revenue is all the firm's, and no channel's."""
    cut: str = ""
    """Which of the first and last months the file covers only in part."""


def lines(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\n".join(rows).encode(encoding)


def euros() -> bytes:
    """A workbook whose amounts show in euros only by their format."""
    sheets = openpyxl.Workbook()
    sheet = sheets.active
    for row in (["Mois", "Canal", "Dépenses", "Revenus"], ["2026-01", "Meta", 100, 400]):
        sheet.append(row)
    for cell in sheet["C2:D2"][0]:
        cell.number_format = "#,##0.00 [$€-40C]"
    written = io.BytesIO()
    sheets.save(written)
    return written.getvalue()


FORMATS: dict[str, Format] = {
    "google, campaigns by month, French": Format(
        lines(
            "Rapport sur les campagnes",
            "1 janvier 2026 - 28 février 2026",
            "Mois,Campagne,Code de devise,Clics,Coût,Conversions,Coût / conv.,Valeur conv.",
            '2026-01-01,Marque,CAD,10,"1 234,56","12,50","98,76","5 000,00"',
            '2026-02-01,Marque,CAD,12,"1 000,00","10,00","100,00"," --"',
            'Total : Compte,--,--,22,"2 234,56","22,50","99,31","5 000,00"',
        ),
        {"Marque": ([1234.56, 1000], [5000, 0])},
    ),
    "titles in two languages": Format(
        lines("Mois / Month,Canal / Channel,Dépenses / Spend,Revenus / Revenue", "2026-01,Meta,100,400", "2026-02,Meta,200,500"),
        {"Meta": ([100, 200], [400, 500])},
    ),
    "Swiss thousands, in Canadian dollars": Format(
        lines("Month;Channel;Spend;Revenue", "2026-01;Meta;1'234.50;4’000.00", "2026-02;Meta;2'000;1'005'500.25"),
        {"Meta": ([1234.5, 2000], [4000, 1005500.25])},
    ),
    "weekdays before days": Format(
        lines(
            "Date;Canal;Dépense;Revenu",
            "jeudi 1 janvier 2026;Meta;100;400",
            "Sat 2026-01-31;Meta;50;100",
            "dim. 1 février 2026;Meta;5;5",
        ),
        {"Meta": ([150, 5], [500, 5])},
    ),
    "a pivot table's subtotals": Format(
        lines(
            "Month,Channel,Spend,Revenue",
            "2026-01,Meta,100,400",
            "2026-01,Google,50,100",
            "2026-01 Total,,150,500",
            "2026-02,Meta,100,400",
            "2026-02,Google,60,90",
            "2026-02 Total,,160,490",
        ),
        {"Meta": ([100, 100], [400, 400]), "Google": ([50, 60], [100, 90])},
    ),
    "a slash between two figures is a rate": Format(
        lines("Month,Channel,Spend,Revenue / Spend,Revenue", "2026-01,Meta,100,4,400", "2026-02,Meta,200,2.5,500"),
        {"Meta": ([100, 200], [400, 500])},
    ),
    "google, account by month, English": Format(
        lines(
            "Account performance report",
            "January 1, 2026 - February 28, 2026",
            "Month,Currency code,Impr.,Clicks,Avg. CPC,Cost,Conversions,Cost / conv.,Conv. value,Conv. value / cost",
            '2026-01,CAD,"10,000",500,2.10,"1,050.00",21,50.00,"4,200.00",4.00',
            '2026-02,CAD,"12,000",600,2.00,"1,200.00",30,40.00,"6,000.00",5.00',
        ),
        {"Google Ads": ([1050, 1200], [4200, 6000])},
    ),
    "google, by day and campaign": Format(
        lines(
            "Day,Campaign,Cost,Conv. value",
            "2026-01-30,Brand,10.50,40",
            "2026-01-31,Brand,11.50,0",
            "2026-02-01,Brand,12.00,80",
            "2026-02-01,Generic,5.25,0",
        ),
        {"Brand": ([22, 12], [40, 80]), "Generic": ([0, 5.25], [0, 0])},
        cut="both",
    ),
    "google, through its programming interface": Format(
        lines(
            "segments.month,campaign.name,metrics.cost_micros,metrics.conversions_value",
            "2026-01-01,Brand,1234560000,5000",
            "2026-02-01,Brand,1000000000,0",
        ),
        {"Brand": ([1234.56, 1000], [5000, 0])},
    ),
    "google, in American dollars": Format(
        lines(
            "Month,Campaign,Currency code,Cost,Conv. value", "2026-01,Brand,USD,100.00,400.00", "2026-02,Brand,USD,200.00,900.00"
        ),
        {"Brand": ([140, 280], [560, 1260])},
        answers={"rate_USD": "1.40"},
    ),
    "meta, by month, French": Format(
        lines(
            "Début des rapports,Fin des rapports,Nom de la campagne,Diffusion,Résultats,Coût par résultat,Montant dépensé (CAD),"
            "Valeur de conversion des achats,ROAS des achats",
            "2026-01-01,2026-01-31,Hiver,active,12,102.88,1234.56,5000,4.05",
            "2026-02-01,2026-02-28,Hiver,active,,,1000.00,,",
        ),
        {"Hiver": ([1234.56, 1000], [5000, 0])},
    ),
    "meta, by month, English, with its day column": Format(
        lines(
            "Month,Reporting starts,Reporting ends,Campaign name,Amount spent (CAD),Cost per result,Purchases conversion value",
            "2026-01-01 - 2026-01-31,2026-01-01,2026-01-31,Winter,1234.56,10,5000",
            "2026-02-01 - 2026-02-28,2026-02-01,2026-02-28,Winter,1000.00,10,",
        ),
        {"Winter": ([1234.56, 1000], [5000, 0])},
    ),
    "meta, by day, over a whole quarter's report": Format(
        lines(
            "Day,Reporting starts,Reporting ends,Campaign name,Amount spent (CAD),Purchases conversion value",
            "2026-01-30,2026-01-01,2026-03-31,Winter,10,50",
            "2026-02-01,2026-01-01,2026-03-31,Winter,20,",
        ),
        {"Winter": ([10, 20], [50, 0])},
    ),
    "meta, one line for a quarter": Format(
        lines(
            "Reporting starts,Reporting ends,Campaign name,Amount spent (CAD),Purchases conversion value",
            "2026-01-01,2026-03-31,Winter,900,5000",
        ),
        None,
        lacks="span_too_long",
    ),
    "meta, by platform and campaign": Format(
        lines(
            "Month,Campaign name,Platform,Amount spent (CAD),Purchases conversion value",
            "2026-01,Winter,facebook,100,400",
            "2026-01,Summer,facebook,50,100",
            "2026-01,Winter,instagram,70,200",
        ),
        {"facebook": ([150], [500]), "instagram": ([70], [200])},
    ),
    "meta, in euros": Format(
        lines("Mois,Nom de la campagne,Montant dépensé (EUR),Valeur de conversion des achats", "2026-01,Hiver,100,400"),
        {"Hiver": ([160], [640])},
        answers={"rate_EUR": "1.6"},
        columns={},
    ),
    "microsoft": Format(
        lines(
            '"Report Name: Campaign performance"',
            '"Report Time: 1/1/2026,2/28/2026"',
            "Gregorian date,Campaign name,Currency code,Impressions,Clicks,Spend,CPC,Revenue",
            "1/31/2026,Brand,CAD,100,10,21.50,2.15,80.00",
            "2/1/2026,Brand,CAD,100,10,20.00,2.00,90.00",
        ),
        {"Brand": ([21.5, 20], [80, 90])},
    ),
    "linkedin": Format(
        lines(
            "Campaign Performance Report (in UTC)",
            "Start Date (in UTC)\tCampaign Group Name\tTotal Spent\tImpressions\tClicks\tAverage CPC\t"
            "Conversions\tTotal Conversion Value",
            "1/31/2026\tBrand\t100.00\t1000\t10\t10.00\t1\t500.00",
            "2/1/2026\tBrand\t120.00\t1000\t12\t10.00\t0\t0.00",
            encoding="utf-16",
        ),
        {"Brand": ([100, 120], [500, 0])},
    ),
    "tiktok": Format(
        lines(
            "Date,Campaign name,Cost,CPC (destination),CPM,Impressions,Total purchase value",
            "2026-01-31,Spark,30.25,0.50,5.00,6000,120.00",
            "2026-02-28,Spark,40.75,0.55,5.10,8000,0.00",
        ),
        {"Spark": ([30.25, 40.75], [120, 0])},
    ),
    "pinterest": Format(
        lines(
            "Month,Campaign name,Spend in account currency,Impressions,Pin clicks,Total order value (Checkout)",
            "2026-01,Deco,310.00,9000,90,1200.00",
            "2026-02,Deco,290.00,9100,80,900.00",
        ),
        {"Deco": ([310, 290], [1200, 900])},
    ),
    "spotify, which says no revenue": Format(
        lines("Month,Campaign,Spend,Impressions,Reach,Frequency", "2026-01,Audio,250.00,10000,5000,2.0"),
        None,
        lacks="column_missing",
    ),
    "hubspot, deals": Format(
        lines(
            "Deal Name,Create Date,Close Date,Amount in company currency,Original Traffic Source",
            "Acme,2026-01-05,2026-02-11,12000,Paid Search",
        ),
        None,
        lacks="spend_missing",
    ),
    "shopify, orders": Format(
        lines("Day,Orders,Gross sales,Discounts,Returns,Net sales,Total sales", "2026-01-31,10,1500,-50,-100,1350,1500"),
        None,
        lacks="spend_missing",
    ),
    "ga4, with its comments": Format(
        lines(
            "# ----------------------------------------",
            "# Traffic acquisition",
            "# Account: Atelier",
            "# ----------------------------------------",
            "",
            "Month,Session default channel group,Sessions,Ads cost,Total revenue",
            "202601,Paid Search,1000,500.00,2000.00",
            "202602,Paid Search,1100,600.00,2400.00",
        ),
        {"Paid Search": ([500, 600], [2000, 2400])},
    ),
    "french excel, semicolons and commas": Format(
        lines(
            "Mois;Canal;Dépenses;Revenus;Nouveaux clients",
            "janv. 2026;Google;1 234,56 $;5 000,00 $;10",
            "févr. 2026;Google;1 000,00 $;4 000,00 $;8",
            encoding="cp1252",
        ),
        {"Google": ([1234.56, 1000], [5000, 4000])},
    ),
    "french excel, workbook": Format(
        book([["Mois", "Canal", "Coût", "Chiffre d'affaires"], ["2026-01", "Meta", 100.5, 400], ["2026-02", "Meta", 200, 800]]),
        {"Meta": ([100.5, 200], [400, 800])},
        name="historique.xlsx",
    ),
    "wide, French": Format(
        lines("Mois;Dépenses Google;Dépenses Meta;Revenus Google;Revenus Meta", "2026-01;100;50;400;150", "2026-02;110;;410;"),
        {"Google": ([100, 110], [400, 410]), "Meta": ([50, 0], [150, 0])},
    ),
    "wide, platforms' names alone and total sales": Format(
        lines("Month,Google Ads,Facebook,TV,Sales", "2026-01,100,50,200,5000", "2026-02,110,60,0,5200"),
        {"Google Ads + Facebook + TV": ([350, 170], [5000, 5200])},
        total=True,
    ),
    "wide, mute titles": Format(
        lines("DATE,revenue,tv_S,ooh_S,facebook_I,facebook_S,competitor_sales_B", "2026-01-01,9000,100,20,5555,30,777"),
        {"TV + Affichage + Facebook": ([150], [9000])},
        columns={"tv_S": ("spend", "TV"), "ooh_S": ("spend", "Affichage"), "facebook_S": ("spend", "Facebook")},
        total=True,
    ),
    "weeks, by their first days": Format(
        lines("Week,Channel,Spend,Sales", "2026-01-19,TV,70,700", "2026-01-26,TV,70,700", "2026-02-02,TV,70,700"),
        {"TV": ([130, 80], [1300, 800])},
        cut="both",
    ),
    "weeks, by their last days": Format(
        lines("Week ending,Channel,Spend,Sales", "2026-01-25,TV,70,700", "2026-02-01,TV,70,700", "2026-02-08,TV,70,700"),
        {"TV": ([130, 80], [1300, 800])},
        cut="both",
    ),
    "total sales only": Format(
        lines("Month,Advertising,Sales", "2026-01,500,9000", "2026-02,600,9500"),
        {"Advertising": ([500, 600], [9000, 9500])},
        answers={"revenue_whose": "all"},
        total=True,
    ),
    "two dates, day first, proved by one row": Format(
        lines(
            "Date de début;Date de fin;Canal;Coût;Revenus",
            "01/02/2026;28/02/2026;Radio;280;900",
            "01/03/2026;31/03/2026;Radio;310;900",
        ),
        {"Radio": ([280, 310], [900, 900])},
        answers={"date_order": "day_first"},
    ),
    "a month and a year": Format(
        lines("Year,Month,Channel,Spend,Revenue", "2026,1,SEA,100,400", "2026,2,SEA,110,500"),
        {"SEA": ([100, 110], [400, 500])},
    ),
    "google, by quarter": Format(
        lines("Quarter,Campaign,Cost,Conv. value", "2026-01-01,Brand,90,900", "2026-04-01,Brand,91,910"),
        {"Brand": ([31, 28, 31, 30, 31, 30], [310, 280, 310, 300, 310, 300])},
    ),
    "google, by week": Format(
        lines(
            "Week,Campaign,Cost,Conv. value",
            *(f"2026-{day},Brand,70,700" for day in ("01-05", "01-12", "01-19", "01-26", "02-02", "02-09")),
        ),
        {"Brand": ([270, 150], [2700, 1500])},
        cut="both",
    ),
    "google, no cost but its rates": Format(
        lines("Month,Campaign,Avg. CPC,Cost / conv.,Conv. value", "2026-01,Brand,2.00,50.00,5000"), None, lacks="spend_missing"
    ),
    "google, French, in UTF-16 with tabs": Format(
        lines(
            "Rapport Campagnes\nTous les mois\nMois\tCampagne\tCode de devise\tCoût\tValeur de conv.",
            "2026-01\tMarque\tCAD\t1\u202f050,25\t4\u202f200,00",
            "2026-02\tMarque\tCAD\t1\u202f200,00\t6\u202f000,00",
            encoding="utf-16",
        ),
        {"Marque": ([1050.25, 1200], [4200, 6000])},
    ),
    "google, by type of campaign and campaign": Format(
        lines(
            "Month,Campaign type,Campaign,Cost,Conv. value",
            "2026-01,Search,Brand,100,900",
            "2026-01,Search,Generic,50,100",
            "2026-01,Performance Max,All,70,200",
        ),
        {"Search": ([150], [1000]), "Performance Max": ([70], [200])},
    ),
    "google, micros in American dollars": Format(
        lines(
            "segments.month,campaign.name,customer.currency_code,metrics.cost_micros,metrics.conversions_value",
            "2026-01-01,Brand,USD,100000000,400",
        ),
        {"Brand": ([140], [560])},
        answers={"rate_USD": "1.4"},
    ),
    "meta, by day, with blanks, in American dollars": Format(
        lines(
            "Day,Campaign name,Amount spent (USD),Results,Cost per result,Purchases conversion value",
            "2026-01-30,Winter,10,1,10,50",
            "2026-01-31,Winter,20,,,",
            "2026-02-01,Winter,30,,,",
        ),
        {"Winter": ([42, 42], [70, 0])},
        answers={"rate_USD": "1.4"},
        cut="both",
    ),
    "meta, the account by month": Format(
        lines(
            "Reporting starts,Reporting ends,Amount spent (CAD),Purchase ROAS (return on ad spend),Purchases conversion value",
            "2026-01-01,2026-01-31,1000,4,4000",
            "2026-02-01,2026-02-28,500,4,2000",
        ),
        {"Meta": ([1000, 500], [4000, 2000])},
    ),
    "meta, website purchases, French": Format(
        lines(
            "Mois;Nom de la campagne;Montant dépensé (CAD);Achats sur le site web;Valeur de conversion des achats sur le site web",
            "2026-01;Hiver;100,50;4;400,00",
        ),
        {"Hiver": ([100.5], [400])},
    ),
    "meta, without what was bought": Format(
        lines("Month,Campaign name,Amount spent (CAD),Results,Cost per result", "2026-01,Winter,100,4,25"),
        None,
        lacks="column_missing",
    ),
    "microsoft, French": Format(
        lines("Date grégorienne;Campagne;Dépenses;CPC moyen;Revenu", "2026-01-31;Marque;21,50;2,15;80,00", encoding="cp1252"),
        {"Marque": ([21.5], [80])},
    ),
    "microsoft, by week": Format(
        lines(
            "Week,Campaign name,Spend,Revenue",
            *(f"{day}/2026,Brand,7,70" for day in ("1/4", "1/11", "1/18", "1/25", "2/1")),
        ),
        {"Brand": ([28, 7], [280, 70])},
        cut="both",
    ),
    "linkedin, in euros, by its currency column": Format(
        lines(
            "Start Date (in UTC),Campaign Name,Currency,Total Spent,Total Conversion Value",
            "1/31/2026,Brand,EUR,100.00,500.00",
        ),
        {"Brand": ([160], [800])},
        answers={"rate_EUR": "1.6"},
    ),
    "tiktok, without campaigns": Format(
        lines("By Day,Cost,Total purchase value", "2026-01-31,30,120", "2026-02-01,40,0"),
        {"TikTok": ([30, 40], [120, 0])},
        name="tiktok-report.csv",
    ),
    "snapchat": Format(
        lines("Date,Campaign Name,Amount Spent,Purchases Value,eCPM", "2026-01-31,Snap,30,120,5", "2026-02-01,Snap,20,90,5"),
        {"Snap": ([30, 20], [120, 90])},
    ),
    "reddit, in American dollars": Format(
        lines("Date,Campaign Name,Amount Spent (USD),Purchase (Total Value),eCPM (USD)", "2026-01-31,Ask,30,120,5"),
        {"Ask": ([42], [168])},
        answers={"rate_USD": "1.4"},
    ),
    "amazon": Format(
        lines(
            "Date,Campaign Name,Spend,Total Advertising Cost of Sales (ACOS) ,7 Day Total Sales ",
            '"Jan 31, 2026",Kitchen,$30.00,25%,$120.00',
            '"Feb 01, 2026",Kitchen,$20.00,22%,$90.00',
        ),
        {"Kitchen": ([30, 20], [120, 90])},
    ),
    "hubspot, campaigns": Format(
        lines("Month,Campaign,Budget,Spend,Influenced contacts,Revenue", "2026-01,Fair,5000,4000,12,9000"),
        {"Fair": ([4000], [9000])},
    ),
    "hubspot, deals, French": Format(
        lines("Nom de la transaction;Date de fermeture;Montant;Source d'origine", "Acme;2026-02-11;12000;Recherche payée"),
        None,
        lacks="spend_missing",
    ),
    "shopify, sales by where visitors come from": Format(
        lines("Month,Traffic source,Sessions,Orders,Total sales", "2026-01,search,1000,20,1500"), None, lacks="spend_missing"
    ),
    "ga4, by source and medium": Format(
        lines(
            "# Traffic acquisition",
            "# 20260101-20260228",
            "Month,Session source / medium,Sessions,Ads cost,Ads clicks,Purchase revenue",
            "202601,google / cpc,100,50.5,20,200",
            "202602,google / cpc,110,60,22,240",
        ),
        {"google / cpc": ([50.5, 60], [200, 240])},
    ),
    "mailchimp, which says no spend": Format(
        lines("Send Date,Campaign,Emails sent,Opens,Revenue", "2026-01-31,Infolettre,1000,300,1500"), None, lacks="spend_missing"
    ),
    "french excel, a total row and hard spaces": Format(
        lines(
            "Mois;Canal;Dépenses publicitaires;Chiffre d'affaires",
            "janvier 2026;Radio;1\u00a0234,56\u00a0$;5\u00a0000\u00a0$",
            "février 2026;Radio;-;4\u00a0000\u00a0$",
            "Total;;1\u00a0234,56\u00a0$;9\u00a0000\u00a0$",
        ),
        {"Radio": ([1234.56, 0], [5000, 4000])},
    ),
    "french, months by their names beside a year": Format(
        lines("Année;Mois;Canal;Dépenses;Ventes", "2026;janvier;Radio;100;400", "2026;février;Radio;110;500"),
        {"Radio": ([100, 110], [400, 500])},
    ),
    "months with short years": Format(
        lines("Month,Channel,Spend,Revenue", "Jan-26,SEA,100,400", "Feb-26,SEA,110,500"), {"SEA": ([100, 110], [400, 500])}
    ),
    "wide, spend and revenue of each, and their totals": Format(
        lines(
            "Month,Google spend,Meta spend,Total spend,Google revenue,Meta revenue,Total revenue",
            "2026-01,100,50,150,400,100,500",
            "2026-02,110,60,170,420,120,540",
        ),
        {"Google": ([100, 110], [400, 420]), "Meta": ([50, 60], [100, 120])},
    ),
    "wide, one channel and total sales": Format(
        lines("Mois;Dépenses radio;Ventes", "2026-01;100;9000", "2026-02;110;9100"),
        {"radio": ([100, 110], [9000, 9100])},
        answers={"revenue_whose": "all"},
        total=True,
    ),
    "wide, no title says spend": Format(
        lines("wk_strt_dt,mdsp_dm,mdsp_inst,sales", "2026-01-05,10,20,900", "2026-01-12,11,21,900", "2026-01-19,12,22,900"),
        {"Direct mail + Inserts": ([96], [2700])},
        columns={"wk_strt_dt": "month", "mdsp_dm": ("spend", "Direct mail"), "mdsp_inst": ("spend", "Inserts")},
        total=True,
        cut="both",
    ),
    "no date at all": Format(lines("TV,Radio,Newspaper,Sales", "230.1,37.8,69.2,22.1"), None, lacks="column_missing"),
    "total sales beside each channel": Format(
        lines(
            "Month,Channel,Spend,Sales",
            *(f"2026-0{month},{channel},{10 * month},{900 + month}" for month in (1, 2, 3) for channel in ("TV", "SEA")),
        ),
        {"TV + SEA": ([20, 40, 60], [901, 902, 903])},
        total=True,
    ),
    "quarters, French": Format(
        lines("Trimestre;Canal;Dépenses;Revenus", "T1 2026;SEA;90;900", "T2 2026;SEA;91;910"),
        {"SEA": ([31, 28, 31, 30, 31, 30], [310, 280, 310, 300, 310, 300])},
    ),
    "planned beside spent": Format(
        lines("Month,Channel,Planned spend,Spend,Target revenue,Revenue", "2026-01,TV,999,100,9999,400"), {"TV": ([100], [400])}
    ),
    "a budget is no spend": Format(lines("Month,Channel,Budget,Revenue", "2026-01,TV,999,400"), None, lacks="spend_missing"),
    "invoices, whose amount says nothing": Format(
        lines("Date;Canal;Montant;Ventes", "2026-01-15;Radio;100;400", "2026-02-15;Radio;110;500"),
        {"Radio": ([100, 110], [400, 500])},
        columns={"Montant": "spend"},
    ),
    "pounds and Swiss francs, by row": Format(
        lines("Month,Channel,Currency,Spend,Revenue", "2026-01,UK,GBP,100,400", "2026-01,CH,CHF,100,400", "2026-01,CA,CAD,100,400"),
        {"UK": ([180], [720]), "CH": ([160], [640]), "CA": ([100], [400])},
        answers={"rate_GBP": "1.8", "rate_CHF": "1,6"},
    ),
    "yens, which are not dollars": Format(
        lines("Month,Channel,Spend (JPY),Revenue (JPY)", "2026-01,Tokyo,10000,40000"),
        {"Tokyo": ([100], [400])},
        answers={"rate_JPY": "0.01"},
    ),
    "spend in one currency, sales in another": Format(
        lines("Month,Channel,Spend (USD),Sales (CAD)", "2026-01,SEA,100,400"),
        {"SEA": ([140], [400])},
        answers={"rate_USD": "1.4"},
    ),
    "two dates, by weeks over two months": Format(
        lines(
            "Start date,End date,Channel,Cost,Revenue",
            "2026-01-26,2026-02-01,Radio,70,700",
            "2026-02-02,2026-02-08,Radio,70,700",
        ),
        {"Radio": ([60, 80], [600, 800])},
        cut="both",
    ),
    "blanks and dashes": Format(
        lines("Month,Channel,Spend,Revenue", "2026-01,TV,100,", "2026-01,SEA,--,50", "2026-02,TV,,40", "2026-02,SEA,10,n/d"),
        {"TV": ([100, 0], [0, 40]), "SEA": ([0, 10], [50, 0])},
    ),
    "amazon, whose campaigns have a state": Format(
        lines(
            "State,Campaigns,Type,Start date,End date,Spend(CAD),Sales(CAD),ACOS",
            "ENABLED,Kitchen,SP,2026-01-01,2026-01-31,30.00,120.00,25%",
            "ENABLED,Garden,SP,2026-01-01,2026-01-31,10.00,20.00,50%",
        ),
        {"Kitchen": ([30], [120]), "Garden": ([10], [20])},
        name="amazon_campaigns.csv",
    ),
    "ga4, as its groups are called today": Format(
        lines(
            "# Google Analytics",
            "# Traffic acquisition: Session primary channel group",
            "Month,Session primary channel group (Default channel group),Sessions,Ads cost,Total revenue",
            "202601,Paid Search,1000,500.00,2000.00",
            "202601,Organic Search,1000,0,3000.00",
        ),
        {"Paid Search": ([500], [2000]), "Organic Search": ([0], [3000])},
    ),
    "ga4, one platform's cost and no title for the channel": Format(
        lines("Month,Impr.,Where from,Cost,Conv. value", "2026-01,9,Google,100,400", "2026-01,9,Meta,50,100"),
        {"Google": ([100], [400]), "Meta": ([50], [100])},
        answers={"channel_column": "Where from"},
    ),
    "a column of texts that is no channel": Format(
        lines("Month,Impr.,Campaign status,Cost,Conv. value", "2026-01,9,Enabled,100,400", "2026-01,9,Paused,50,100"),
        {"Google Ads": ([150], [500])},
        answers={"channel_column": "none"},
    ),
    "google, all conversions beside the primary ones": Format(
        lines("Month,Campaign,Cost,Conv. value,All conv. value", "2026-01,Brand,100,400,500"), {"Brand": ([100], [400])}
    ),
    "sales that are a number beside an amount": Format(
        lines("Mois;Canal;Coût;Ventes;CA", "2026-01;SEA;100;4;400", "2026-02;SEA;110;5;420"), {"SEA": ([100, 110], [400, 420])}
    ),
    "a number of sales is no revenue": Format(
        lines("Mois;Canal;Dépenses;Nb ventes", "2026-01;Meta;100;4"), None, lacks="column_missing"
    ),
    "titles of programs, in American dollars": Format(
        lines("date,channel,cost_usd,revenue_usd", "2026-01-01,google,100,400", "2026-02-01,google,110,410"),
        {"google": ([140, 154], [560, 574])},
        answers={"rate_USD": "1.4"},
    ),
    "a dollar sign beside its code": Format(
        lines("Month,Channel,Spend ($ USD),Revenue ($ USD)", '2026-01,SEA,"$1,100.00 USD",400'),
        {"SEA": ([1540], [560])},
        answers={"rate_USD": "1.4"},
    ),
    "a currency that only its column knows": Format(
        lines(
            "Month,Campaign name,Ad account currency,Amount spent,Purchases conversion value", "2026-01,Winter,US Dollar,100,400"
        ),
        {"Winter": ([140], [560])},
        answers={"rate_US DOLLAR": "1.4"},
    ),
    "euros in words": Format(
        lines("Mois;Canal;Dépenses en euros;Revenus en euros", "2026-01;TV;100;400"),
        {"TV": ([160], [640])},
        answers={"rate_EUR": "1.6"},
    ),
    "a line above says the currency": Format(
        lines("All amounts in USD", "", "Month,Channel,Spend,Revenue", "2026-01,TV,100,400"),
        {"TV": ([140], [560])},
        answers={"rate_USD": "1.4"},
    ),
    "local and Canadian columns": Format(
        lines("Month,Channel,Currency,Cost (local),Cost (CAD),Revenue (CAD)", "2026-01,FR,EUR,100,160,640"), {"FR": ([160], [640])}
    ),
    "thousands, by the title": Format(
        lines("Month,Channel,Spend (k$),Revenue (k$)", "2026-01,TV,100,400"), {"TV": ([100_000], [400_000])}
    ),
    "thousands, by a line above": Format(
        lines("Données en milliers de dollars", "", "Mois;Canal;Dépenses;Revenus", "2026-01;TV;100;400"),
        {"TV": ([100_000], [400_000])},
    ),
    "cents": Format(lines("month,channel,spend_cents,revenue_cents", "2026-01,google,10050,40000"), {"google": ([100.5], [400])}),
    "micros in one word": Format(
        lines("segments.month,campaign.name,metrics.costMicros,metrics.conversionsValue", "2026-01-01,Brand,1234560000,5000"),
        {"Brand": ([1234.56], [5000])},
    ),
    "wide, totals in the feminine": Format(
        lines("Mois;Dépenses Google;Dépenses Meta;Dépenses totales;Ventes", "2026-01;100;50;150;5000"),
        {"Google + Meta": ([150], [5000])},
        total=True,
    ),
    "wide, what an acquisition costs is no channel": Format(
        lines("Mois;Dépenses Google;Dépenses Meta;Coût d'acquisition;Ventes", "2026-01;100;50;37,5;5000"),
        {"Google + Meta": ([150], [5000])},
        total=True,
    ),
    "budgeted beside actual": Format(
        lines("Month,Channel,Budgeted cost,Actual cost,Revenue", "2026-01,TV,500,400,9000"), {"TV": ([400], [9000])}
    ),
    "last year's beside this year's": Format(
        lines("Month,Channel,Spend,Spend last year,Spend YTD,Sales", "2026-01,TV,100,80,100,5000"), {"TV": ([100], [5000])}
    ),
    "sales by way in, which are no spend": Format(
        lines("Month,Online Store,Facebook,Instagram,Total sales", "2026-01,5000,300,200,5500"), None, lacks="spend_missing"
    ),
    "weeks by their numbers": Format(
        lines("Year,Week,Channel,Spend,Revenue", "2026,5,TV,70,700", "2026,6,TV,70,700"),
        {"TV": ([60, 80], [600, 800])},
        cut="both",
    ),
    "quarters by their numbers": Format(
        lines("Year,Quarter,Channel,Spend,Revenue", "2025,4,TV,92,920", "2026,1,TV,90,900"),
        {"TV": ([31, 30, 31, 31, 28, 31], [310, 300, 310, 310, 280, 310])},
    ),
    "days a week apart are days": Format(
        lines(
            "Day,Campaign,Cost,Conv. value",
            *(f"2026-{day},Marche,70,700" for day in ("01-17", "01-24", "01-31", "02-07")),
        ),
        {"Marche": ([210, 70], [2100, 700])},
        cut="both",
    ),
    "two weeks are weeks by their title": Format(
        lines("Week,Campaign,Cost,Conv. value", "2026-01-26,Brand,70,700", "2026-02-02,Brand,70,700"),
        {"Brand": ([60, 80], [600, 800])},
        cut="both",
    ),
    "ends that begin the next row": Format(
        lines(
            "Start Time,End Time,Campaign Name,Currency,Amount Spent,Purchases Value",
            "2026-01-01 00:00:00,2026-02-01 00:00:00,Snap,CAD,310,640",
            "2026-02-01 00:00:00,2026-03-01 00:00:00,Snap,CAD,280,580",
        ),
        {"Snap": ([310, 280], [640, 580])},
    ),
    "days without their year": Format(
        lines("Date,Campaign,Spend,Revenue", "Jan 01,Brand,10,40", "Feb 01,Brand,10,40"), None, lacks="date_invalid"
    ),
    "all channels is a total": Format(
        lines("Month,Channel,Spend,Revenue", "2026-01,SEA,100,400", "2026-01,Social,50,100", "2026-01,All channels,150,500"),
        {"SEA": ([100], [400]), "Social": ([50], [100])},
    ),
    "total sales beside each campaign of a platform": Format(
        lines(
            "Date,Platform,Campaign,Spend,Sales",
            *(
                f"2026-0{month}-01,{one},{900 + month}"
                for month in (1, 2)
                for one in ("Google,Brand,100", "Google,Other,50", "Meta,A,70")
            ),
        ),
        {"Google + Meta": ([220, 220], [901, 902])},
        total=True,
    ),
    "a channel whose column nobody named, beside a revenue": Format(
        lines("date,where_from,cost,revenue", "2026-01-31,google,100,400", "2026-01-31,meta,50,100"),
        {"google": ([100], [400]), "meta": ([50], [100])},
        answers={"channel_column": "where_from"},
    ),
    "two columns of spend, both given": Format(
        lines("Month,Channel,Media,Agency fees,Revenue", "2026-01,TV,100,15,400"),
        {"TV": ([115], [400])},
        columns={"Channel": "channel", "Media": "spend", "Agency fees": "spend"},
    ),
    "workbook, amounts shown in euros": Format(euros(), {"Meta": ([160], [640])}, name="h.xlsx", answers={"rate_EUR": "1.6"}),
}
