#!/usr/bin/env python3
"""An age plugin for tests: speaks the plugin protocol, protects nothing."""
import base64
import os
import sys

MASK = 0x55


def read():
    words = sys.stdin.buffer.readline().decode().strip().split(" ")[1:]
    body = b""
    while True:
        line = sys.stdin.buffer.readline().decode().rstrip("\n")
        body += base64.b64decode(line + "=" * (-len(line) % 4))
        if len(line) < 64:
            return words, body


def send(*words, body=b""):
    text = base64.b64encode(body).decode().rstrip("=")
    lines = [text[at : at + 64] for at in range(0, len(text) + 1, 64)]
    sys.stdout.write("-> " + " ".join(words) + "\n" + "\n".join(lines) + "\n")
    sys.stdout.flush()


def masked(body):
    return bytes(byte ^ MASK for byte in body)


told = []
while True:
    words, body = read()
    if words[0] == "done":
        break
    told.append((words, body))

refuses = os.environb.get(b"OTPFAKE_REFUSES")
if refuses:
    send("error", "internal", body=refuses)
    read()
elif sys.argv[1] == "--age-plugin=recipient-v1":
    keys = [body for words, body in told if words[0] == "wrap-file-key"]
    for place, key in enumerate(keys):
        send("recipient-stanza", str(place), "otpfake", body=masked(key))
        read()
else:
    says = os.environb.get(b"OTPFAKE_SAYS")
    if says:
        for kind in ["msg", "request-public", "request-secret"]:
            send(kind, body=says)
            read()
    for words, body in told:
        if words[0] == "recipient-stanza" and words[2] == "otpfake":
            send("file-key", words[1], body=masked(body))
            read()
send("done")
