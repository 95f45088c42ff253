"""A small graph, written by hand: what each document says, one line a claim."""

from graph_schema.ontology import Label, Status
from graph_schema.records import Claim, Document, Entity, Extraction

KINDS = {
    "Stellantis": ("oem",),
    "Jeep": ("oem",),
    "BMW": ("oem",),
    "Ford": ("oem",),
    "Volvo": ("oem",),
    "Rivian": ("oem",),
    "Tesla": ("oem",),
    "General Motors": ("oem",),
    "Honda": ("oem",),
    "Bosch": ("supplier",),
    "Qualcomm": ("chipmaker",),
    "Amazon": ("cloud", "retailer"),
    "Google": ("cloud", "software"),
    "Netflix": ("media",),
}
PRODUCTS = ("SmartCockpit", "iDrive", "Ultifi", "Snapdragon Ride")

# document: published, and what it says: subject, arrow's predicate, object, status, sentence
STORY: dict[str, tuple[str | None, list[tuple[str, str, str, Status, str]]]] = {
    "announcement": (
        "2022-01-05",
        [
            (
                "SmartCockpit",
                "BASED_ON",
                "Alexa",
                "planned",
                "SmartCockpit will come with Alexa, the two firms announced.",
            ),
            ("Stellantis", "PARTNERS_WITH", "Amazon", "current", "Stellantis and Amazon have become partners."),
            ("Stellantis", "MAKES", "SmartCockpit", "planned", "Stellantis will launch SmartCockpit in 2024."),
            ("Stellantis", "OWNS", "Jeep", "current", "Jeep, a brand of Stellantis, comes first."),
            ("Jeep", "USES", "Alexa", "current", "Jeep offers Alexa in its Wagoneer."),
        ],
    ),
    "end": (
        "2025-11-06",
        [
            (
                "SmartCockpit",
                "BASED_ON",
                "Alexa",
                "ended",
                "SmartCockpit was supposed to integrate Alexa but is winding down.",
            ),
            ("Stellantis", "MAKES", "SmartCockpit", "ended", "Stellantis is winding SmartCockpit down."),
            ("Stellantis", "PARTNERS_WITH", "Amazon", "ended", "The partnership of Amazon and Stellantis has ended."),
            ("Stellantis", "USES", "AWS", "current", "Stellantis will continue to use Amazon Web Services."),
            ("Stellantis", "USES", "Alexa", "current", "Alexa will remain active in some of its existing vehicles."),
            ("Stellantis", "MOVES_TO", "Android", "possible", "Sources suggest Stellantis could switch to Android."),
        ],
    ),
    "bavaria": (
        "2024-03-10",
        [
            ("BMW", "MAKES", "iDrive", "current", "BMW's iDrive has a new look."),
            ("iDrive", "BASED_ON", "Android", "current", "The new iDrive runs on Android."),
            ("BMW", "USES", "AWS", "current", "BMW keeps its data on AWS."),
            ("BMW", "USES", "Azure", "current", "For its factories BMW relies on Azure."),
            ("BMW", "USES", "Alexa", "planned", "BMW will bring Alexa to its cars."),
            ("Bosch", "SUPPLIES", "BMW", "current", "Bosch delivers brakes to BMW."),
            ("Qualcomm", "SUPPLIES", "BMW", "planned", "From 2026 Qualcomm will supply BMW."),
        ],
    ),
    "detroit": (
        "2023-03-31",
        [
            ("General Motors", "USES", "CarPlay", "ended", "GM is dropping CarPlay."),
            ("General Motors", "MOVES_TO", "Google built-in", "current", "GM has switched to Google built-in."),
            ("Google", "MAKES", "Google built-in", "current", "Google built-in comes from Google."),
            ("Ford", "USES", "CarPlay", "current", "Ford keeps CarPlay."),
            ("Ford", "USES", "AWS", "current", "Ford uses AWS."),
            ("Tesla", "USES", "CarPlay", "denied", "Tesla does not offer CarPlay."),
            ("General Motors", "MAKES", "Ultifi", "current", "GM's Ultifi is new."),
            ("Ultifi", "BASED_ON", "Android", "possible", "Ultifi might run on Android."),
        ],
    ),
    "return": (
        "2025-06",
        [
            ("Volvo", "USES", "Alexa", "current", "Volvo uses Alexa again."),
            ("Google", "COMPETES_WITH", "Amazon", "current", "Google competes with Amazon."),
            ("Ford", "USES", "AWS", "ended", "Ford has left AWS."),
            ("Ford", "USES", "Azure", "current", "Ford is now on Azure."),
        ],
    ),
    "leaving": ("2021-02-01", [("Volvo", "USES", "Alexa", "ended", "Volvo drops Alexa.")]),
    "undated": (
        None,
        [
            ("Amazon", "MAKES", "Alexa", "current", "Alexa is Amazon's assistant."),
            ("Amazon", "MAKES", "AWS", "current", "AWS belongs to Amazon."),
            ("Qualcomm", "MAKES", "Snapdragon Ride", "current", "Snapdragon Ride is made by Qualcomm."),
            ("Amazon", "INVESTS_IN", "Rivian", "current", "Amazon has invested in Rivian."),
            ("Rivian", "USES", "Alexa", "current", "Rivian drivers talk to Alexa."),
            ("Google built-in", "REPLACES", "CarPlay", "current", "Google built-in takes the place of CarPlay."),
            ("Netflix", "USES", "AWS", "current", "Netflix runs on AWS."),
            ("Rivian", "USES", "Netflix", "planned", "Rivian will offer Netflix."),
        ],
    ),
}


def entity(name: str, subject: bool) -> Entity:
    label: Label
    if name in PRODUCTS:
        label = "Product"
    elif name in KINDS and not (name == "Netflix" and not subject):
        label = "Company"
    else:
        label = "Platform"
    canonical = {"CarPlay": "Apple CarPlay", "Azure": "Microsoft Azure"}.get(name, name)
    return Entity(canonical, label, KINDS.get(name, ()) if label == "Company" else (), (name,))


def extraction(name: str) -> Extraction:
    published, said = STORY[name]
    text = " ".join(sentence for *_, sentence in said)
    document = Document(
        f"https://news.example/{name}",
        text,
        f"News of {name}",
        published,
        "news.example",
        f"https://news.example/{name}",
    )
    claims = []
    for subject, predicate, object, status, sentence in said:
        start = text.index(sentence)
        attribution = "sources" if "Sources" in sentence else None
        claims.append(
            Claim(
                document.id, entity(subject, True), predicate, entity(object, False), status,
                sentence, start, start + len(sentence), 0.9, "by-hand", attribution, None, None, published,
            )
        )  # fmt: skip
    return Extraction(document, tuple(claims), (), "by-hand")


WORLD = tuple(extraction(name) for name in STORY)
