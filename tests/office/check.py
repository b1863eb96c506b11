"""Looks at what a built site offers to offices and programs with the programs that those have.

Usage: check.py GONGKAI SITE OUT

Builds the site into OUT/public; converts every XLSX and DOCX of it to PDF with LibreOffice into OUT/pdf and
checks that the PDF says every title of its JSON file, those of chapters and tasks; validates every
datapackage.json, and reads the JSON-LD of the catalogue.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from frictionless import Package, validate
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF

AS_OF = "2020-12-31"
SPDX = Namespace("http://spdx.org/rdf/terms#")

faults = []


def fault(text):
    print(f"FAULT {text}", file=sys.stderr)
    faults.append(text)


def squeezed(text):
    """A text without what the line breaks of a page may change."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def as_pdf(file, folder):
    """The text of a file as LibreOffice prints it."""
    folder.mkdir(parents=True, exist_ok=True)
    profile = folder.parent / "profile"
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", folder, file],
        check=True, capture_output=True, timeout=180,
    )
    pdf = folder / f"{file.stem}.pdf"
    named = folder / f"{'-'.join(file.parts[-3:])}.pdf"
    pdf.rename(named)
    # In the order in which it is drawn, which is cell by cell.
    text = subprocess.run(["pdftotext", "-raw", named, "-"], check=True, capture_output=True, text=True)
    return squeezed(text.stdout)


def check_disclosure(folder, pdfs):
    data = json.loads((folder / "data.json").read_text())
    tasks = [task for chapter in data["chapters"] for task in chapter["tasks"]]
    for name in ["data.xlsx", "data.docx"]:
        printed = as_pdf(folder / name, pdfs)
        wanted = [data["title"], data["index_number"]]
        wanted += [chapter["title"] for chapter in data["chapters"]]
        wanted += [task["title"] for task in tasks]
        missing = [text for text in wanted if squeezed(text) not in printed]
        for text in missing:
            fault(f"{folder / name}: the PDF lacks {text!r}")
        print(f"{folder / name}: {len(wanted) - len(missing)} of {len(wanted)} texts in its PDF")


def check_package(path):
    report = validate(str(path))
    if not report.valid:
        fault(f"{path}: {report.flatten(['rowNumber', 'fieldName', 'type', 'note'])}")
    rows = sum(task.stats.get("rows", 0) for task in report.tasks)
    package = Package(str(path))
    kinds = sorted({field.type for resource in package.resources for field in resource.schema.fields})
    print(f"{path}: {'valid' if report.valid else 'NOT VALID'}, {rows} rows, fields of {', '.join(kinds)}")


def check_catalogue(public, disclosures):
    graph = Graph()
    for path in sorted((public / "catalogue").glob("dcat*.jsonld")):
        graph.parse(path, format="json-ld")
    sets = set(graph.subjects(RDF.type, DCAT.Dataset))
    files = set(graph.subjects(RDF.type, DCAT.Distribution))
    catalogue = json.loads((public / "catalogue/catalogue.json").read_text())
    if len(sets) != len(catalogue):
        fault(f"the JSON-LD has {len(sets)} data sets, the catalogue {len(catalogue)}")
    if len(files) != 4 * disclosures:
        fault(f"the JSON-LD has {len(files)} files of {disclosures} disclosures with tasks")
    numbers = {str(number) for number in graph.objects(None, DCTERMS.identifier)}
    if numbers != {entry["index_number"] for entry in catalogue}:
        fault("the JSON-LD has other index numbers than the catalogue")
    for file in files:
        if not isinstance(graph.value(file, DCAT.downloadURL), URIRef) or graph.value(file, SPDX.checksum) is None:
            fault(f"{file} lacks its address or digest")
    print(f"JSON-LD: {len(graph)} statements, {len(sets)} data sets, {len(files)} files")


def main(gongkai, site, out):
    public, pdfs = out / "public", out / "pdf"
    subprocess.run(
        [gongkai, "build", "--root", site, "--output-dir", public, "--as-of", AS_OF],
        check=True, capture_output=True,
    )
    folders = sorted(path.parent for path in public.rglob("data.docx"))
    if not folders:
        fault("no document was made")
    for folder in folders:
        check_disclosure(folder, pdfs)
    for file in [public / "catalogue/catalogue.xlsx", *sorted(public.glob("series/*/data.xlsx"))]:
        if not as_pdf(file, pdfs):
            fault(f"{file}: the PDF is empty")
    for path in sorted(public.rglob("datapackage.json")):
        check_package(path)
    check_catalogue(public, len(folders))
    print(f"The PDFs are in {pdfs}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*[Path(argument).resolve() for argument in sys.argv[1:4]]))
