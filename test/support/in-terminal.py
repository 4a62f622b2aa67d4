"""Runs a command in a pseudo-terminal: in-terminal.py STEPS COMMAND..., STEPS as JSON: [[what to wait for, keys], ...].

Prints what the terminal showed and ends as the command did; with 99 when something did not come within 30 seconds.
"""
import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

steps = json.loads(sys.argv[1])
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 160, 0, 0))
    os.execvp(sys.argv[2], sys.argv[2:])

screen = b""
seen = 0
until = time.time() + 30
while time.time() < until:
    if steps:
        found = screen.find(steps[0][0].encode(), seen)
        if found >= 0:
            seen = found + len(steps[0][0].encode())
            os.write(terminal, steps.pop(0)[1].encode())
            continue
    if not select.select([terminal], [], [], 0.2)[0]:
        continue
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        piece = b""
    if not piece:
        break
    screen += piece

sys.stdout.buffer.write(screen)
sys.stdout.flush()
if time.time() >= until:
    os.kill(child, 9)
    sys.exit(99)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
