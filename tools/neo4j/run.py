"""Neo4j Community and Neo4j Browser in the foreground, without Docker: jars from Maven Central, Java from the machine.

`make neo4j` runs this; so do the tests, with a home and ports of their own. Needs java (17 or later) and mvn.
"""

import argparse
import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

POM = Path(__file__).with_name("pom.xml")
CACHE = POM.parents[2] / ".cache" / "neo4j"
USER = "neo4j"
START_LIMIT = 600  # seconds
HEAP = "512m"
PAGE_CACHE = "128m"
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
CONFIGURATION = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
server.https.enabled=false
server.memory.heap.max_size={heap}
server.memory.pagecache.size={page_cache}
dbms.usage_report.enabled=false
"""


def missing() -> str | None:
    """What this machine lacks, in words; None where it lacks nothing."""
    lacking = [program for program in ("java", "mvn") if not shutil.which(program)]
    return f"Neo4j needs {' and '.join(lacking)}, which this machine lacks" if lacking else None


def jars() -> Path:
    """The folder with the jars, fetched once for each state of the pom."""
    folder = CACHE / f"lib-{hashlib.sha256(POM.read_bytes()).hexdigest()[:12]}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two at once would copy into one another
        if not folder.exists():
            print("fetching Neo4j from Maven Central, 130 MB …", file=sys.stderr, flush=True)
            draft = CACHE / "lib.new"
            shutil.rmtree(draft, ignore_errors=True)
            goal = ["dependency:copy-dependencies", f"-DoutputDirectory={draft}"]
            try:
                subprocess.run(["mvn", "-q", "-B", "-f", str(POM), *goal], check=True, stdout=sys.stderr)
            except subprocess.CalledProcessError:
                sys.exit("Neo4j could not be fetched; is Maven Central, or the mirror that Maven knows, within reach?")
            draft.rename(folder)
    return folder


def prepare(home: Path, bolt: int, http: int) -> str:
    """Configuration, and a password at the first start; the password."""
    (home / "conf").mkdir(parents=True, exist_ok=True)
    text = CONFIGURATION.format(bolt=bolt, http=http, heap=HEAP, page_cache=PAGE_CACHE)
    (home / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")
    kept = home / "password"
    if not kept.exists():
        password = secrets.token_urlsafe(12)
        environment = os.environ | {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
        admin = ["org.neo4j.server.startup.Neo4jAdminCommand", "dbms", "set-initial-password", "--", password]
        subprocess.run(java(*admin), env=environment, check=True, stdout=subprocess.DEVNULL)
        kept.touch(mode=0o600)
        kept.write_text(password, encoding="utf-8")
    return kept.read_text(encoding="utf-8")


def java(*arguments: str) -> list[str]:
    opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
    return ["java", f"-Xmx{HEAP}", *opened, "-cp", f"{jars()}/*", *arguments]


def wait_for(server: subprocess.Popen[bytes], http: int) -> bool:
    """Whether the server answers before it ends or the time is up."""
    deadline = time.monotonic() + START_LIMIT
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{http}/", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    return False


def stop(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def wait_with(parent: int, server: subprocess.Popen[bytes]) -> int:
    """Wait for the server's end, or for that of the process that started us, so that no server is left behind."""
    while os.getppid() == parent:
        try:
            return server.wait(timeout=1)
        except subprocess.TimeoutExpired:
            continue
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=CACHE / "home", help="folder of the database (%(default)s)")
    parser.add_argument("--bolt-port", type=int, default=7687)
    parser.add_argument("--http-port", type=int, default=7474)
    parser.add_argument("--fetch", action="store_true", help="fetch what it needs, and no more")
    options = parser.parse_args()
    parent = os.getppid()
    if lack := missing():
        print(f"{lack}; on Debian: apt-get install default-jre-headless maven", file=sys.stderr)
        return 1
    if options.fetch:
        jars()
        return 0
    home = options.home.resolve()
    password = prepare(home, options.bolt_port, options.http_port)
    log = home / "neo4j.log"
    server = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    signal.signal(signal.SIGTERM, stop)
    with log.open("ab") as output, subprocess.Popen(java(*server), stdout=output, stderr=output) as process:
        try:
            if not wait_for(process, options.http_port):
                print(f"Neo4j does not start; see {log}", file=sys.stderr)
                return 1
            print(f"Bolt      bolt://127.0.0.1:{options.bolt_port}")
            print(f"Browser   http://127.0.0.1:{options.http_port}/browser/")
            print(f"User      {USER}\nPassword  {password}")
            print("Use it by STACKGRAPH_STORE_URI and STACKGRAPH_STORE_PASSWORD. Ctrl-C stops it.", flush=True)
            return wait_with(parent, process)
        except KeyboardInterrupt:
            return 0
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main())
