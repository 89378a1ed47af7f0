"""Writes the two corpora of the browser test: a mild one, and one whose ids, sources and paths attack the page."""
import glob, json, os, random, subprocess, sys

folder, data = sys.argv[1:3]
random.seed(5)

ATTACKS = [
    "<script>window.pwned=1</script>", '"><img src=x onerror="window.pwned=1">', "'><svg/onload=window.pwned=1>",
    "</td></table></main><iframe src=//example.invalid>", "javascript:window.pwned=1", "&lt;b&gt;&amp;#60;",
    "<style>*{display:none}</style>", "<base href=//example.invalid/>", "</title></style></script><script>window.pwned=1//",
    "\u202egnp.exe\u2066\u2069", "\u200e\u200f\ufeff\u200b", "tab\tnewline\nbell\u0007nul\u0000esc\u001b[31m", "\u2028\u2029",
    "<meta http-equiv=refresh content='0;url=//example.invalid'>", "x" * 5000, "=1+1", "{{7*7}}${7*7}", "<!--", "-->", "]]>",
    "\ud7ff\U0001f600", "<a href=//example.invalid ping=//example.invalid>", "`;window.pwned=1;`",
]
MILD = ("the river garden letter morning window bread teacher winter song market train paper field small quiet bright early "
        "walked found wrote carried opened remembered a history of the siege and the peace that followed").split()


def write(name, documents):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        for document in documents:
            out.write(json.dumps(document) + "\n")


def text(words):
    return " ".join(random.choice(MILD) for _ in range(words))


def hostile():
    for n in range(600):
        attack = ATTACKS[n % len(ATTACKS)]
        yield {"id": attack + str(n), "source": ATTACKS[(n // 7) % len(ATTACKS)], "text": f"{attack} {n} {text(20)} {attack}"}
    for attack in ATTACKS:
        yield {"id": attack, "text": 5}


documents = list(hostile())
half = len(documents) // 2
write("hostile/<img src=x onerror=window.pwned=1>.jsonl", documents[:half])
write("hostile/sub '\"&#x3c;/b\u202e.jsonl", documents[half:])

NAMES = {"fineweb": "web", "fineweb_legal": "web", "dclm": "web", "dclm_quality": "web", "enwiki": "wiki", "enwiki2014": "wiki",
         "books": "books", "classic_books": "books", "news": "news", "imdb": "reviews", "medquad": "health", "owasp": "security",
         "rustsec": "security", "hh_rlhf": "dialogues", "openai_moderation": "dialogues", "diasafety": "dialogues"}


def real(path, limit):
    lines = subprocess.run(["zstd", "-dc", path], capture_output=True, check=True).stdout.split(b"\n")
    documents = [json.loads(line) for line in lines if line.strip()]
    random.shuffle(documents)
    for n, document in enumerate(documents[:limit]):
        source = NAMES.get(document.get("source"), "forums")
        yield {"id": f"{source}-{n:05}", "source": source, "text": document["text"]}


if os.path.isdir(data):
    found = [d for name in ["fineweb_legal", "medquad", "owasp", "enwiki2014", "classic_books", "dclm_quality"]
             for path in sorted(glob.glob(f"{data}/neutral/{name}-*.zst")) for d in real(path, 2500)]
    found += [d for path in sorted(glob.glob(f"{data}/labelled/rubric-natural.jsonl.zst")) for d in real(path, 2000)]
    found += [d for path in sorted(glob.glob(f"{data}/labelled/rubric-active.jsonl.zst")) for d in real(path, 2500)]
else:
    found = [{"id": f"doc-{n:05}", "source": random.choice(["web", "books", "news", "forums"]), "text": text(random.randint(5, 2000))}
             for n in range(4000)]
random.shuffle(found)
forums = [d for d in found if d["source"] == "forums"]
rest = [d for d in found if d["source"] != "forums"]
cut = len(forums) // 2
rest += forums[cut:]
random.shuffle(rest)
for n in range(8):
    write(f"sample/crawl/part-{n:03}.jsonl", rest[n::8])
write("sample/boards/part-000.jsonl", forums[:cut])
with open(os.path.join(folder, "sample/crawl/part-003.jsonl"), "a") as out:
    out.write("not json\n{\"id\": \"no-text\"}\n\n{\"text\": \"half\n")
