#!/usr/bin/env python3
"""Completion as a person gets it: completion_check.py CAPPLAN types the beginnings of words into bash, zsh and fish, presses the tab key, and reads what the shell
made of them. A shell that is not installed is an error. Of PowerShell, which is in no distribution, only the structure of the script is checked."""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

# What is typed, and what it becomes. A trailing space says that the word is complete.
TYPED = [
    ("capplan est", "capplan estimate "),                                                      # a verb
    ("capplan profiles sh", "capplan profiles show "),                                         # a verb of a verb
    ("capplan estimate --bud", "capplan estimate --budget "),                                  # a flag
    ("capplan estimate --gw 2 --chip trainium3-", "capplan estimate --gw 2 --chip trainium3-gen2 "),  # a chip
    ("capplan estimate --chip=trainium3-", "capplan estimate --chip=trainium3-gen2 "),
    ("capplan mix --chip gb200 --chip vera", "capplan mix --chip gb200 --chip vera-rubin "),
    ("capplan estimate --site aws-a", "capplan estimate --site aws-air "),                     # a site
    ("capplan estimate --basis fac", "capplan estimate --basis facility "),                    # an option
    ("capplan explain capacity.chips_in", "capplan explain capacity.chips_in_service "),       # a quantity
    ("capplan estimate --fields capacity.chips,cost.ann", "capplan estimate --fields capacity.chips,cost.annual"),  # the second of a list
    ("capplan estimate --set site.pue_pe", "capplan estimate --set site.pue_peak="),           # an input, whose value follows
    ("capplan estimate --set trainium2:chip.td", "capplan estimate --set trainium2:chip.tdp="),  # of one chip
    ("capplan check --fail-if ramp.budget_l", "capplan check --fail-if ramp.budget_left "),    # a figure of a condition
    ("capplan estimate --chart wat", "capplan estimate --chart waterfall "),                   # a chart
    ("capplan ramp openai-", "capplan ramp openai-aws-2gw "),                                  # a scenario
    ("capplan help exit", "capplan help exit-codes "),                                         # a topic
    ("capplan estimate --format mark", "capplan estimate --format markdown "),
]

SETUP = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "source /usr/share/bash-completion/bash_completion; source {dir}/capplan.bash; bind 'set enable-bracketed-paste off'"),
    "zsh": (["zsh", "-f", "-i"], "fpath=({dir} $fpath); autoload -U compinit; compinit -u -d {dir}/dump; bindkey -e; unsetopt prompt_cr prompt_sp"),
}


class Shell:
    """A shell on a terminal of its own."""

    def __init__(self, argv, env):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(argv[0], argv, env)
        self.seen = ""

    def send(self, text):
        os.write(self.fd, text.encode())

    def wait(self, pattern, seconds=20):
        """The first match of a pattern in what the shell writes from now on."""
        end = time.monotonic() + seconds
        while True:
            found = re.search(pattern, self.seen)
            if found:
                self.seen = self.seen[found.end():]
                return found
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                raise TimeoutError(self.seen[-400:])
            self.seen += os.read(self.fd, 65536).decode(errors="replace")

    def close(self):
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def typed_in(name, folder, env):
    """What each beginning becomes in a shell with a line editor: the line is printed by putting echo before it."""
    argv, setup = SETUP[name]
    shell = Shell(argv, env)
    shell.send(setup.format(dir=folder) + "; PS1='> '; echo rea''dy\r")
    shell.wait(r"ready\r?\n")
    out = []
    for n, (text, _) in enumerate(TYPED):
        # Tab, then to the start of the line and "echo" with a mark, to its end and a closing mark.
        shell.send(f"{text}\t\x01echo 'got''{n}<'\x05'>'\r")
        out.append(shell.wait(rf"got{n}< ?(.*?)>\r?\n").group(1))
    shell.close()
    return out


def in_fish(folder, env):
    """What fish offers for each beginning, put in place of the last word."""
    out = []
    script = f"source {folder}/capplan.fish; for line in $argv; echo line; complete -C $line; end"
    answer = subprocess.run(["fish", "--no-config", "-c", script] + [t for t, _ in TYPED], env=env, capture_output=True, text=True, check=True).stdout
    for (text, _), offered in zip(TYPED, answer.split("line\n")[1:]):
        words = [line.split("\t")[0] for line in offered.splitlines()]
        out.append((text, words))
    return out


def powershell(script):
    """What is wrong with the structure of a PowerShell script; empty if nothing is."""
    if "Register-ArgumentCompleter -CommandName 'capplan'" not in script:
        return "it registers no completer of capplan"
    open_brackets = []
    token = re.compile(r"`.|#[^\n]*|'(?:[^']|'')*'|\"(?:`.|\"\"|[^\"`])*\"|[(){}\[\]]|['\"]", re.S)
    for found in token.finditer(script):
        t = found.group()
        line = script.count("\n", 0, found.start()) + 1
        if t in "({[":
            open_brackets.append((t, line))
        elif t in ")}]":
            if not open_brackets or "({[".index(open_brackets.pop()[0]) != ")}]".index(t):
                return f"line {line}: {t} closes nothing"
        elif t in "'\"":
            return f"line {line}: a text without end"
    return f"line {open_brackets[-1][1]}: {open_brackets[-1][0]} is never closed" if open_brackets else ""


def main():
    capplan = os.path.abspath(sys.argv[1])
    failed = 0

    def wrong(what):
        nonlocal failed
        failed += 1
        print("failed:", what, file=sys.stderr)

    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/bin")
        os.symlink(capplan, f"{folder}/bin/capplan")
        env = {"PATH": f"{folder}/bin:/usr/bin:/bin", "HOME": folder, "TERM": "vt100", "LC_ALL": "C.UTF-8", "COLUMNS": "200"}
        for shell, file in (("bash", "capplan.bash"), ("zsh", "_capplan"), ("fish", "capplan.fish"), ("powershell", "capplan.ps1")):
            with open(f"{folder}/{file}", "w", encoding="utf-8") as f:
                subprocess.run([capplan, "completion", shell], stdout=f, check=True)
        for shell in ("bash", "zsh"):
            if not shutil.which(shell):
                wrong(f"there is no {shell}")
                continue
            try:
                for (text, want), got in zip(TYPED, typed_in(shell, folder, env)):
                    # echo prints one space between words, so only the words are compared; the last has to be whole.
                    if got.split() != want.split():
                        wrong(f"{shell}: {text!r} becomes {got!r}, not {want!r}")
            except TimeoutError as why:
                wrong(f"{shell} says nothing more after {why}")
        if shutil.which("fish"):
            for (text, want), (_, words) in zip(TYPED, in_fish(folder, env)):
                last = want.split()[-1]
                if last not in words and last.rpartition("=")[2] not in words:
                    wrong(f"fish: {text!r} offers {words[:5]}, not {last!r}")
        else:
            wrong("there is no fish")
        with open(f"{folder}/capplan.ps1", encoding="utf-8") as f:
            if why := powershell(f.read()):
                wrong("powershell: " + why)
    print(f"{len(TYPED)} completions in bash, zsh and fish; the PowerShell script's structure")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
