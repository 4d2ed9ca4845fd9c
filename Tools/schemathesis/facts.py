"""A few facts of every kind for the server under test, and how requests can name them."""
import json
import urllib.request

BRANCH = "610116001001"
BRANCH_PATH = "61.6101.610116.610116001.610116001001."
TREE = """code,parent_code,level,name
61,,province,陕西省
6101,61,city,西安市
610116,6101,county,长安区
610116001,610116,township,韦曲街道
610116001001,610116001,village,东社区
610116001002,610116001,village,西社区
610116001200,610116001,village,南村
610116002,610116,township,郭杜街道
610116002200,610116002,village,北村
610102,6101,county,新城区
610102001,610102,township,西一路街道
610102001001,610102001,village,中社区
"""
SCHEME = """format: points-scheme/1
key: walk
version: "1"
name: {zh: 测试, en: test}
source: {document: 测试, place: 全文}
in_force: {from: 2000-01-01}
period: year
base: 10
blocks: [{key: a, name: {zh: 甲, en: A}}]
exemptions: [{key: e, name: {zh: 免, en: exempt}, place: 一}]
process: {direct: true, evidence: false}
items:
  - {id: A, block: a, text: 甲, value: 1}
  - {id: B, block: a, text: 乙, value: 1, process: {direct: false, reviews: [{key: r, name: {zh: 审, en: review}}]}}
"""
# Where a kind of thing is named, when not by its own name only.
PLACES = {
    "organisation": [
        "path.organisation", "query.scope", "query.parent", "body.organisation", "body.scope", "body.host", "body.parent"],
    "person": ["path.person", "path.subject", "query.person", "query.subject", "body.person", "body.subject"],
    "scheme": ["path.scheme", "query.scheme", "body.scheme"],
    "token": ["path.id"],
}
def number(sequence, birth="19750307"):
    """An ID number of nobody, with its right check digit (GB 11643)."""
    # Sequences begin with 001.
    digits = f"990001{birth}{sequence + 1:03d}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return digits + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, weights)) % 11]


def tree(server, folder):
    path = folder / "tree.csv"
    path.write_text(TREE)
    server.command("org", "import", str(path), "--divisions", "--since", "1997-05-19")


class Client:
    def __init__(self, server):
        self.url, self.token = server.url, server.token("facts", "administrator")

    def send(self, method, path, body=None, type="application/json"):
        data = None if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
        request = urllib.request.Request(
            self.url + path, data, {"Authorization": "Bearer " + self.token, "Content-Type": type}, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}") from error


def fill(server):
    """Makes the facts and returns the words by which requests name them."""
    client = Client(server)
    send = client.send
    codes = [line.split(",")[0] for line in TREE.splitlines()[1:]]
    branches = [code for code in codes if len(code) == 12]
    people = "organisation,name,id_number,since,title,tenure_since,status,synthetic\n"
    people += "".join(
        f"{code},书记{index},{number(index)},2005-07-01,secretary,2012-01-01,full,true\n" for index, code in enumerate(branches))
    people += "".join(
        f"{branches[index % 2]},申请人{index},{number(100 + index)},2014-01-01,,,applicant,true\n" for index in range(6))
    send("POST", "/v1/imports/people", people, "text/csv")
    listed = send("GET", "/v1/people?limit=100")["items"]
    secretaries = sorted((person for person in listed if person["name"].startswith("书记")), key=lambda person: person["name"])
    applicants = [person for person in listed if person["name"].startswith("申请人")]
    send("POST", "/v1/cycles", {"key": "shaanxi-2014", "organisation": "61"})
    duties = send("GET", f"/v1/people/{secretaries[0]['id']}/duties?as_of=2014-06-01")["items"]
    relief = send("POST", "/v1/reliefs", {
        "duties": [duties[0]["id"]], "kind": "extension", "granted": "2014-06-01", "expires": "2018-06-01",
        "reason": "r", "approver": "a", "document": "d"})["items"][0]
    classes = []
    for index in range(3):
        classes.append(send("POST", "/v1/classes", {
            "host": "610116", "code": f"k{index}", "name": f"班次{index}", "fields": ["rural", "community"],
            "starts": "2014-06-03", "ends": "2014-06-04", "capacity": 5, "minimum": 1, "venue": "v"})["id"])
    send("POST", f"/v1/classes/{classes[0]}/state", {"state": "announced", "on": "2014-06-01"})
    send("POST", f"/v1/classes/{classes[0]}/enrolments", {"people": [secretaries[0]["id"]]})
    send("POST", "/v1/points/schemes", {
        "organisation": "61", "main": "m", "files": [{"name": "m", "text": SCHEME}]})
    subjects = [person["id"] for person in secretaries]
    send("POST", "/v1/points/schemes/walk/participants", {
        "participants": [{"subject": subject, "since": "2014-06-01"} for subject in subjects]})
    send("POST", "/v1/points/entries", {"entries": [
        {"subject": subject, "scheme": "walk", "item": "A", "on": "2014-06-01", "key": f"k{subject}"} for subject in subjects]})
    claims = [send("POST", "/v1/points/claims", {
        "subject": subject, "scheme": "walk", "item": "B", "on": "2026-06-01", "key": f"c{subject}"})["id"] for subject in subjects]
    period = send("POST", "/v1/points/schemes/walk/closings", {"organisation": "610116", "day": "2014-06-01", "decision": "d"})
    cases = [send("POST", "/v1/recruitment/cases", {"person": person["id"], "on": "2014-06-01"})["id"] for person in applicants]
    for case in cases[1:]:
        send("POST", f"/v1/recruitment/cases/{case}/steps", {
            "milestone": "application", "on": "2014-06-01", "evidence": ["application_letter"]})
    letters = [send("POST", "/v1/transfers", {"person": person["id"], "elsewhere": "外地"})["transfer"]["id"] for person in secretaries[2:4]]
    tokens = [send("POST", "/v1/tokens", {"name": f"spare {index}", "role": "viewer", "scope": "61"}) for index in range(3)]
    tenures = send("GET", f"/v1/people/{secretaries[1]['id']}/tenures")["items"]
    return {
        "organisation": codes, "person": [person["id"] for person in secretaries + applicants], "duty": [duties[0]["id"]],
        "relief": [relief["id"]], "class": classes, "scheme": ["walk"], "claim": claims, "period": [period["period"]],
        "case": cases, "letter": letters, "token": [token["id"] for token in tokens], "tenure": [tenures[0]["id"]],
        "account": [token["account"] for token in tokens], "name": ["people", "tenures"],
    }
