"""Requests over all routes of an OpenAPI document, with bodies of its schemas, most of them mutated to extremes."""
import io
import json
import random
import urllib.parse
import zipfile
from xml.sax.saxutils import escape

NUMBERS = [
    0, -1, 1, 2, 2**31 - 1, 2**31, -2**31, 2**53 + 1, 2**63 - 1, -2**63, 2**63, 10**30, 1e308, 1e-308, -0.0, 0.5, 1.5,
]
DAYS = [
    "9999-12-31", "0001-01-01", "1000-01-01", "2024-02-29", "2023-02-29", "2024-13-01", "2014-06-02", "2026-11-25",
    "9999-12-31T00:00:00Z", "-2014-01-01", "2014-6-2", "１２３４-０１-０１", "",
]
TEXTS = [
    "", " ", "a", "甲", "\u0000", "a\u0000b", "\ud800", "\udfff", "\u202e", "𠮷" * 50, "a" * 201, "a" * 70_000, "'; DROP TABLE person; --",
    "%00", "../../etc/passwd", "{{name}}", "${x}", "\\", "\"", "\r\nX: y", "-", "null", "true", "NaN", "61", "9223372036854775807",
    "00000000-0000-0000-0000-000000000000", "&a *a", "!!binary x", "e\u0301", "\ufeff", "０", "١", "Ⅷ",
]
SCHEME = """format: points-scheme/1
key: f{n}
version: "1"
name: {{zh: 测试, en: test}}
source: {{document: 测试, place: 全文}}
in_force: {{from: {day}}}
period: year
base: {number}
blocks: [{{key: a, name: {{zh: 甲, en: A}}}}]
process: {{direct: true, evidence: false}}
items:
  - {{id: A, block: a, text: 甲, value: {number2}, step: {number}}}
"""
BROKEN = [b"", b"{", b"[", b"\xff\xfe{", b"{\"a\":1", b"nul", b"[" * 5000, b"{\"a\":" * 5000, b"\x00" * 64, b"{\"\\ud800\":1}", b"\xed\xa0\x80"]


class Requests:
    """Makes requests, each as (method, operation, head without authorisation, body)."""

    def __init__(self, document, known, seed):
        self.random, self.known = random.Random(seed), known
        self.schemas = document["components"]["schemas"]
        self.operations = [
            (method.upper(), path, operation) for path, methods in document["paths"].items() for method, operation in methods.items()
        ]

    def resolved(self, schema):
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def named(self, name):
        """A thing that is there, where the name says which kind."""
        kind = {
            "scope": "organisation", "host": "organisation", "parent": "organisation", "admits": "organisation", "subject": "person",
            "people": "person", "duties": "duty", "id": "token"}.get(name, name)
        values = self.known.get(kind)
        return self.random.choice(values) if values else None

    def text(self, schema, name):
        roll = self.random.random()
        if roll < 0.5:
            value = self.named(name)
            if value is not None:
                return value
        if "enum" in schema and roll < 0.85:
            return self.random.choice(schema["enum"])
        if schema.get("format") == "date" or name in ("on", "since", "until", "as_of", "starts", "ends"):
            if roll < 0.85:
                return self.random.choice(DAYS) if roll > 0.5 else "2014-06-%02d" % self.random.randint(1, 30)
        if roll < 0.8:
            return schema.get("example", "x%d" % self.random.randint(0, 99))
        if roll < 0.9 and "maxLength" in schema:
            return "长" * (schema["maxLength"] + self.random.choice([-1, 0, 1]))
        return self.random.choice(TEXTS)

    def value(self, schema, name="", depth=0, wild=0.1):
        schema = self.resolved(schema)
        if self.random.random() < wild * 0.3:
            return self.random.choice([None, [], {}, "", 0, True, *NUMBERS[:12], *TEXTS])
        if "anyOf" in schema:
            options = schema["anyOf"]
            return None if self.random.random() < 0.3 else self.value(options[0], name, depth, wild)
        kind = schema.get("type")
        if kind == "object":
            result = {}
            for member, inner in schema.get("properties", {}).items():
                if member in schema.get("required", []):
                    if self.random.random() < wild * 0.2:
                        continue
                elif self.random.random() < 0.5 or depth > 6:
                    continue
                result[member] = self.value(inner, member, depth + 1, wild)
            if "properties" not in schema:
                for _ in range(self.random.choice([0, 1, 3])):
                    result[self.random.choice(TEXTS[2:12])] = self.random.choice(NUMBERS)
            if self.random.random() < wild * 0.2:
                result[self.random.choice(["x", "", "id", "__proto__"])] = 1
            return result
        if kind == "array":
            count = self.random.choice([0, 1, 1, 2, 3]) if depth < 5 else 0
            if self.random.random() < wild * 0.05:
                count = self.random.choice([100, 1001, 5001])
            item = self.value(schema.get("items", {}), name, depth + 1, wild)
            if count > 10:
                return [item] * count
            return [self.value(schema.get("items", {}), name, depth + 1, wild) for _ in range(count)]
        if kind == "integer" or kind == "number":
            low, high = schema.get("minimum", -5), schema.get("maximum", 5)
            roll = self.random.random()
            if roll < 1 - wild * 2:
                return self.random.choice([low, low, min(low + 1, high), min(low + 7, high), high])
            return self.random.choice(NUMBERS + [low - 1, high + 1])
        if kind == "boolean":
            return self.random.random() < 0.5
        return self.text(schema, name)

    def json(self, schema):
        wild = self.random.choice([0, 0, 0.1, 0.1, 0.5])
        value = self.value(schema, wild=wild)
        if isinstance(value, dict):
            # Long searches are tried, but not all the time.
            if "seconds" in value and self.random.random() < 0.97:
                value["seconds"] = self.random.choice([0, 0.01])
            if "files" in value and self.random.random() < 0.7:
                text = SCHEME.format(
                    n=self.random.randint(0, 999), day=self.random.choice(DAYS), number=self.random.choice(NUMBERS),
                    number2=self.random.choice(NUMBERS))
                value["files"], value["main"] = [{"name": "m", "text": text}], "m"
        text = json.dumps(value, ensure_ascii=self.random.random() < 0.5).encode("utf-8", "surrogatepass")
        roll = self.random.random()
        if roll < 0.03:
            return self.random.choice(BROKEN)
        if roll < 0.06 and text.startswith(b"{\""):
            end = text.find(b",")
            return b"{" + text[1:end] + b"," + text[1:] if end > 0 else text
        if roll < 0.1 and len(text) > 2:
            bytes = bytearray(text)
            for _ in range(self.random.randint(1, 4)):
                bytes[self.random.randrange(len(bytes))] = self.random.randrange(256)
            return b"".join([bytes])
        if roll < 0.12:
            return text[:self.random.randrange(len(text) + 1)]
        return text

    def workbook(self, rows):
        """An .xlsx of the cells, one in ten of them broken in its parts or its bytes."""
        def cell(text):
            text = "".join(c for c in text if c in "\t\n" or " " <= c < "\ud800" or "\ue000" <= c < "\ufffe" or c > "\uffff")
            style = self.random.choice(["", "", "", " s=\"1\"", " s=\"99999999999\""])
            if self.random.random() < 0.1:
                return f"<c{style}><v>{self.random.choice(NUMBERS)}</v></c>"
            return f"<c t=\"inlineStr\"{style}><is><t>{escape(text)}</t></is></c>"
        sheet = "".join(f"<row r=\"{number + 1}\">{''.join(map(cell, cells))}</row>" for number, cells in enumerate(rows))
        main, relations = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/package/2006/relationships"
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        parts = {
            "[Content_Types].xml": "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
            "_rels/.rels": f"<Relationships xmlns=\"{relations}\"><Relationship Id=\"a\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
            "xl/workbook.xml": f"<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f"<Relationships xmlns=\"{relations}\"><Relationship Id=\"a\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
            "xl/worksheets/sheet1.xml": f"<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>",
        }
        roll = self.random.random()
        if roll < 0.05:
            del parts[self.random.choice(list(parts))]
        elif roll < 0.1:
            name = self.random.choice(list(parts))
            cut = self.random.randrange(len(parts[name]))
            parts[name] = parts[name][:cut] + self.random.choice(["", "<", "&#0;", "\x00", "<a>" * 3000]) + parts[name][cut + 1:]
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", self.random.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        body = bytearray(file.getvalue())
        if self.random.random() < 0.05:
            for _ in range(self.random.randint(1, 4)):
                body[self.random.randrange(len(body))] = self.random.randrange(256)
        return bytes(body)

    def sheet(self, description, type="text/csv"):
        columns = description.split(": ", 1)[-1].split(", ")
        lines = [",".join(self.random.sample(columns, max(1, len(columns) - self.random.choice([0, 0, 0, 1]))))]
        for _ in range(self.random.choice([0, 1, 2, 5, 300 if self.random.random() < 0.02 else 3])):
            cells = []
            for column in lines[0].split(","):
                value = self.text({}, column.split("_")[0]) if self.random.random() < 0.8 else self.random.choice(DAYS)
                value = str(value)[:300]
                cells.append("\"" + value.replace("\"", "\"\"") + "\"" if self.random.random() < 0.95 else value)
            lines.append(",".join(cells))
        if type != "text/csv":
            return self.workbook([line.split(",") for line in lines])
        text = "\n".join(lines)
        coding = self.random.choice(["utf-8", "utf-8", "utf-8", "gb18030", "utf-16"])
        return text.encode(coding, "surrogatepass" if coding != "gb18030" else "replace")

    def one(self):
        method, path, operation = self.random.choice(self.operations)
        name_of_operation, query, headers = f"{method} {path}", [], []
        for parameter in operation.get("parameters", []):
            name, schema, required = parameter["name"], parameter["schema"], parameter.get("required", False)
            if parameter["in"] == "path":
                value = str(self.value(schema, name, wild=0.05))
                path = path.replace("{" + name + "}", quoted(value) or "x")
            elif parameter["in"] == "query" and (required or self.random.random() < 0.4):
                value = self.value(schema, name)
                for item in value if isinstance(value, list) else [value]:
                    query.append(name + "=" + quoted(str(item)))
                if name == "dry_run" and self.random.random() < 0.9:
                    query = [part for part in query if not part.startswith("dry_run=")] + ["dry_run=true"]
            elif parameter["in"] == "header" and (required or self.random.random() < 0.1):
                value = {
                    "If-Match": "\"%d\"" % self.random.choice([0, 1, 2, 10**9]), "Dangwu-Scope": self.random.choice(["61.", "61.6101.610116.", "0."]),
                    "Idempotency-Key": "k%d" % self.random.randint(0, 10**self.random.randint(1, 9)),
                    "Accept-Language": self.random.choice(["en", "zh", "x" * 300]),
                }.get(name, "x")
                headers.append(f"{name}: {value}")
        body = b""
        contents = operation.get("requestBody", {}).get("content", {})
        if contents:
            type = self.random.choice(list(contents))
            headers.append("Content-Type: " + (type if self.random.random() < 0.98 else "text/plain"))
            body = self.json(contents[type]["schema"]) if type == "application/json" else self.sheet(
                operation["requestBody"]["description"], type)
        if query:
            path += "?" + "&".join(query)
        if self.random.random() < 0.01:
            method = self.random.choice(["HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"]) if method == "GET" else method
        head = f"{method} {path[:6000]} HTTP/1.1\r\nHost: fuzz\r\n" + "".join(line + "\r\n" for line in headers)
        return method, name_of_operation, head.encode("ascii", "replace"), body


def quoted(text):
    return urllib.parse.quote(text.encode("utf-8", "surrogatepass")[:900], safe="-_.")
