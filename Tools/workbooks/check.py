#!/usr/bin/env python3
"""Other programs read the workbooks that dangwu writes, and dangwu reads theirs.

    check.py --program .build/release/dangwu [--rows 20000] [--megabytes 300]

Uses openpyxl and LibreOffice where they are installed and names which was not. A long sheet has to be read, and a long list
written, in so many megabytes of memory. Everything happens in a folder that is removed at the end, with a private database.
"""

import argparse
import csv
import datetime
import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

# More than two pages of a list.
BRANCHES = 1200
HEADINGS = ["组织编码", "姓名", "身份证号", "入党日期"]


def number(index):
    """An ID number of the unassigned region 990001, of an adult in 1990, with its check character."""
    born = datetime.date(1950, 1, 1) + datetime.timedelta(days=index % 8000)
    stem = f"990001{born:%Y%m%d}{index // 8000 % 999 + 1:03d}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return stem + "10X98765432"[sum(int(a) * b for a, b in zip(stem, weights)) % 11]


class Program:
    def __init__(self, path, folder):
        self.path = os.path.abspath(path)
        self.folder = folder
        self.environment = dict(
            os.environ, DANGWU_STATE=tempfile.mkdtemp(prefix="dangwu-check-", dir="/tmp"), DANGWU_LANG="zh-Hans")
        self.environment.pop("DATABASE_URL", None)
        self.megabytes = 0

    def run(self, *words, output=None, fails=False):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        done = subprocess.run([self.path, *words], env=self.environment, capture_output=True, check=False)
        # Of the largest process that was waited for, which the database's are not and another program's may be.
        after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        if after > before:
            self.megabytes = max(self.megabytes, after // 1024)
        if (done.returncode != 0) != fails:
            sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr.decode()}")
        if output:
            with open(output, "wb") as file:
                file.write(done.stdout)
        return done.stdout.decode("utf-8", "replace") + done.stderr.decode()


def converted(path, form, folder):
    """What LibreOffice makes of a file; None without it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        return None
    subprocess.run(
        [office, "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", form, "--outdir",
         f"{folder}/out", path], check=True, capture_output=True, timeout=300)
    return os.path.join(folder, "out", os.path.splitext(os.path.basename(path))[0] + "." + form.split(":")[0])


def written_by_openpyxl(path, rows):
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    sheet.append(["××镇党员名册"])
    sheet.append(HEADINGS)
    for index in range(rows):
        sheet.append(["99", f"甲{chr(0x4E00 + index % 20000)}", number(index), datetime.date(1990, 7, 1)])
    book.create_sheet("空表")
    book.save(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--rows", type=int, default=20000)
    parser.add_argument("--megabytes", type=int, default=300)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dangwu-check-") as folder:
        program = Program(given.program, folder)
        organisations = os.path.join(folder, "organisations.csv")
        with open(organisations, "w", encoding="utf-8") as file:
            file.write("编码,上级编码,名称,层级,类型,领域,成立日期\n99,,中共试验县委员会,county,committee,,1950-01-01\n")
            for index in range(BRANCHES):
                file.write(f"99{index:05d},99,第{index}支部,primary,branch,rural,1950-01-01\n")
        program.run("org", "import", organisations)
        check_reading(program, folder, given.rows)
        check_writing(program, folder)
        print(f"memory: {program.megabytes} MB at most, {given.megabytes} allowed")
        assert program.megabytes <= given.megabytes
        shutil.rmtree(program.environment["DANGWU_STATE"], ignore_errors=True)


def check_reading(program, folder, rows):
    sheet = os.path.join(folder, "people.xlsx")
    try:
        written_by_openpyxl(sheet, rows)
        start = time.time()
        printed = program.run("person", "import", sheet, "--dry-run")
        print(f"openpyxl → dangwu: {rows} rows in {time.time() - start:.1f} s, {os.path.getsize(sheet)} bytes")
        assert str(rows) in printed, printed
    except ImportError:
        print("openpyxl is not installed")
    text = os.path.join(folder, "few.csv")
    with open(text, "w", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for index in range(200):
            writer.writerow(["99", f"乙{chr(0x4E00 + index)}", "", "1990-07-01"])
    made = converted(text, "xlsx", folder)
    if made:
        # Without numbers the rows lack sex and birth date: each is refused, and handed back.
        wrong = os.path.join(folder, "wrong.xlsx")
        program.run("person", "import", made, "--dry-run", "--errors", wrong, fails=True)
        assert os.path.getsize(wrong) > 1000
        print("LibreOffice → dangwu → errors: 200 rows")
    else:
        print("LibreOffice is not installed")


def check_writing(program, folder):
    for name, words in {"template": ["import", "template", "people"], "list": ["org", "list", "--format", "xlsx"]}.items():
        path = os.path.join(folder, name + ".xlsx")
        program.run(*words, output=path)
        try:
            import openpyxl

            book = openpyxl.load_workbook(path)
            rows = list(book.worksheets[0].iter_rows(values_only=True))
            assert rows and len(rows[0]) > 3, rows
            if name == "template":
                assert book.worksheets[0].data_validations.dataValidation, "no lists"
                assert book.worksheets[0]["A1"].comment, "no notes"
            else:
                assert len(rows) == BRANCHES + 2, len(rows)
            print(f"dangwu → openpyxl: {name}, {len(rows)} rows")
        except ImportError:
            pass
        made = converted(path, "csv:Text - txt - csv (StarCalc):44,34,76", folder)
        if made:
            with io.open(made, encoding="utf-8") as file:
                lines = list(csv.reader(file))
            assert lines and len(lines[0]) > 3, lines
            print(f"dangwu → LibreOffice: {name}, {len(lines)} rows")


if __name__ == "__main__":
    main()
