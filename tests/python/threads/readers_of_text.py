# Threads that wait for lines of pipes and sockets do not hold up each other, in whatever order the lines come.
import os
import queue
import socket
import threading
import time


def pipes(count):
    ends = [os.pipe() for _ in range(count)]
    return [os.fdopen(read, 'r', encoding='utf-8') for read, _ in ends], [write for _, write in ends]


def by_for(stream, got):
    for line in stream:
        got(line)


def by_readline(stream, got):
    while line := stream.readline():
        got(line)


def by_call_iterator(stream, got):
    for line in iter(stream.readline, ''):
        got(line)


def by_next(stream, got):
    try:
        while True:
            got(next(stream))
    except StopIteration:
        pass


def by_next_with_default(stream, got):
    while (line := next(stream, None)) is not None:
        got(line)


def by_characters(stream, got):
    text = ''
    while character := stream.read(1):
        text += character
        if character == '\n':
            got(text)
            text = ''


def by_five(stream, got):
    while text := stream.read(5):
        got(text)


def by_limit(stream, got):
    while text := stream.readline(4):
        got(text)


def all_at_once(stream, got):
    got(stream.read())


WAYS = by_for, by_readline, by_call_iterator, by_next, by_next_with_default, by_characters, by_limit, by_five, all_at_once


def check(readers, send, ways):
    """Sends lines to the first reader, then the second and so on, each when the line before has come."""
    queues = [queue.Queue() for _ in ways]

    def run(number, way):
        way(readers[number], queues[number].put)
        queues[number].put(None)

    threads = [threading.Thread(target=run, args=args, daemon=True) for args in enumerate(ways)]
    for thread in threads:
        thread.start()
    for turn in range(2):
        for number, way in enumerate(ways):
            data = f'zeile {turn} für {number}\n'.encode()
            # In pieces, one of which ends within a character.
            for piece in data[:11], data[11:12], data[12:]:
                send(number, piece)
                time.sleep(0.002)
            if way not in (all_at_once, by_five, by_limit):
                print(way.__name__, repr(queues[number].get(timeout=20)))
    for number in reversed(range(len(ways))):
        send(number, None)
    for thread in threads:
        thread.join(20)
    for way, lines in zip(ways, queues):
        rest = []
        while not lines.empty():
            rest.append(lines.get())
        print(way.__name__, rest)


readers, writers = pipes(len(WAYS))


def send(number, data):
    if data is None:
        os.close(writers[number])
    else:
        os.write(writers[number], data)


check(readers, send, WAYS)

# The same through sockets, whose raw streams are written in Python.
pairs = [socket.socketpair() for _ in WAYS]
streams = [one.makefile('r', encoding='utf-8') for one, _ in pairs]


def send_by_socket(number, data):
    other = pairs[number][1]
    if data is None:
        other.close()
    else:
        other.sendall(data)


check(streams, send_by_socket, WAYS)
