"""The program under test, on a throw-away database."""
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The program with a state folder of its own, serving on a free port."""

    def __init__(self, program, folder):
        self.program, self.port = program, free_port()
        self.log = folder / "server.log"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("DANGWU_")}
        self.environment.pop("DATABASE_URL", None)
        self.environment |= {
            "DANGWU_STATE": str(folder / "state"), "DANGWU_THROWAWAY": "1", "DANGWU_LANG": "en",
            "DANGWU_HTTP_PORT": str(self.port), "DANGWU_NOTICES_EVERY_MINUTES": "0",
        }
        self.url = f"http://127.0.0.1:{self.port}"

    def command(self, *words):
        done = subprocess.run([self.program, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{' '.join(words)}: {done.stderr}")
        return done.stdout

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve"], cwd=ROOT, env=self.environment, stdout=open(self.log, "w"), stderr=subprocess.STDOUT)
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise SystemExit("the server does not start: " + self.log.read_text())

    def stop(self):
        """Ends the server and its database; true when it was still running."""
        running = self.process.poll() is None
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        subprocess.run([self.program, "local", "stop"], cwd=ROOT, env=self.environment, capture_output=True)
        return running

    def token(self, name, role, scope="61"):
        return self.command("token", "issue", "--name", name, "--role", role, "--scope", scope).strip()
