"""Loads report pages in headless Chromium. Checks what is on them, what must not be, and that they load nothing."""
import argparse, json, os, shutil, subprocess, sys

sys.path.insert(0, os.path.dirname(__file__))
from chromium import Browser

options = argparse.ArgumentParser()
options.add_argument("--sample", help="folder of the sample's report")
options.add_argument("--hostile", help="folder of the hostile corpus's report")
options.add_argument("--comparison", help="folder of a comparison")
options.add_argument("--screenshots", help="folder for screenshots of the sample")
options = options.parse_args()
failures = 0


def expect(name, truth, detail=""):
    global failures
    print(("ok    " if truth else "FAIL  ") + name + (f": {detail}" if detail and not truth else ""))
    failures += not truth


WATCH = """
  window.violations = [];
  document.addEventListener('securitypolicyviolation', e => window.violations.push(e.violatedDirective + ' ' + e.blockedURI));
"""
FORBIDDEN = "img,iframe,object,embed,link,base,form,video,audio,frame,portal,a,script[src],style[src]"
STEERING = r"/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/"


def clean(browser, page, name):
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    browser.open(page)
    complaints = browser.complaints()
    expect(f"{name}: console, dialogs and network are silent", not complaints, "\n".join(complaints[:5]))
    expect(f"{name}: no violation of the content security policy", browser.value("window.violations.length") == 0,
           browser.value("JSON.stringify(window.violations)"))
    expect(f"{name}: nothing ran", browser.value("typeof window.pwned") == "undefined")
    expect(f"{name}: no element that loads or links", browser.value(f"document.querySelectorAll('{FORBIDDEN}').length") == 0)
    expect(f"{name}: one script, one style sheet", browser.value(
        "document.querySelectorAll('script').length * 10 + document.querySelectorAll('style').length") == 11)
    expect(f"{name}: no handler or style attributes", browser.value(
        "[...document.querySelectorAll('*')].every(e => [...e.attributes].every(a => !/^(on|style|href|src)/i.test(a.name)))"))
    expect(f"{name}: no control or direction characters", browser.value(f"!{STEERING}.test(document.body.textContent)"))
    injected = ("(() => { const s = document.createElement('script'); s.textContent = 'window.injected = 1';"
                "document.body.append(s); const i = new Image(); i.src = 'http://127.0.0.1:9/x.png'; document.body.append(i);"
                "return new Promise(r => setTimeout(() => r([typeof window.injected, window.violations.length]), 300)); })()")
    ran, violations = browser.value(injected)
    expect(f"{name}: the policy stops what a hole would let in", ran == "undefined" and violations >= 2, f"{ran} {violations}")


def sample(browser, folder):
    page = folder + "/report.html"
    report = json.load(open(folder + "/report.json"))
    browser.view(1280)
    clean(browser, page, "sample")
    browser.open(page)
    shown = browser.value("[...document.querySelectorAll('#levels tbody tr')].map(r => +r.cells[2].textContent.replaceAll(',', ''))")
    expect("sample: the histogram shows the report's numbers", shown == [level["documents"] for level in report["levels"]], shown)
    for name in ["levels", "categories", "routes", "thresholds", "sources", "lengths", "confidence", "terms", "quarantine",
                 "shards", "examples", "facts"]:
        expect(f"sample: there is #{name}", browser.value(f"!!document.getElementById('{name}')"))
    column = "[...document.querySelectorAll('#sources tbody tr')].map(r => +r.cells[1].dataset.v)"
    click = "document.querySelectorAll('#sources thead button')[1].click()"
    browser.value(click)
    down = browser.value(column)
    browser.value(click)
    up = browser.value(column)
    expect("sample: a click sorts, a second click reverses the order", down == sorted(down, reverse=True) and up == sorted(up))
    for width in [390, 768, 1280]:
        browser.view(width)
        browser.open(page)
        expect(f"sample: nothing sticks out at {width} px", browser.value("document.documentElement.scrollWidth") <= width,
               browser.value("document.documentElement.scrollWidth"))
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(page)
    outline = browser.call("DOM.getDocument", depth=0)["root"]["nodeId"]
    html = browser.call("DOM.getOuterHTML", nodeId=outline)["outerHTML"]
    expect("sample: everything is there without JavaScript", "Data safety report card" in html and 'id="examples"' in html
           and "<button" not in html)
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    pdf = browser.call("Page.printToPDF", preferCSSPageSize=True)["data"]
    expect("sample: it prints", len(pdf) > 20_000)


def hostile(browser, folder):
    browser.view(1280)
    clean(browser, folder + "/report.html", "hostile")
    browser.open(folder + "/report.html")
    text = browser.value("document.body.textContent")
    expect("hostile: attacks are shown as text", "<script>window.pwned=1</script>" in text and "<img src=x onerror" in text)
    expect("hostile: the page is complete", browser.value("!!document.querySelector('main > section:last-of-type #facts')"))
    browser.view(390)
    browser.open(folder + "/report.html")
    expect("hostile: nothing sticks out at 390 px", browser.value("document.documentElement.scrollWidth") <= 390)
    expect("hostile: texts of examples are masked", browser.value(
        "[...document.querySelectorAll('.mask')].every(e => getComputedStyle(e).color === 'rgba(0, 0, 0, 0)')"))


def screenshots(browser, page, folder):
    os.makedirs(folder, exist_ok=True)
    for width, height in [(1280, 1560), (390, 1560)]:
        for dark in [False, True]:
            browser.view(width, dark=dark)
            browser.open(page)
            picture = f"{folder}/report-{width}-{'dark' if dark else 'light'}.png"
            browser.screenshot(picture, width, 0, height)
            if shutil.which("pngquant"):
                subprocess.run(["pngquant", "--force", "--ext", ".png", "64", picture], check=True)


browser = Browser(os.environ.get("CHROMIUM", "chromium"))
try:
    browser.call("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
    browser.call("DOM.enable")
    if options.sample:
        sample(browser, options.sample)
    if options.hostile:
        hostile(browser, options.hostile)
    if options.comparison:
        clean(browser, options.comparison + "/compare.html", "comparison")
    if options.screenshots:
        screenshots(browser, options.sample + "/report.html", options.screenshots)
finally:
    browser.close()
print(f"{failures} failures" if failures else "all good")
sys.exit(1 if failures else 0)
