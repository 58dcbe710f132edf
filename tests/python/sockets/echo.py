"""A server in a thread, time limits, pairs with ancillary data, and select on several descriptors."""

import array
import os
import select
import socket
import threading
import time

server = socket.create_server(("127.0.0.1", 0))


def serve():
    connection, _ = server.accept()
    with connection:
        while data := connection.recv(100):
            connection.sendall(data.upper())


thread = threading.Thread(target=serve)
thread.start()
with socket.create_connection(server.getsockname()) as client:
    for number in range(3):
        time.sleep(0.01)
        client.sendall(b"hello %d" % number)
        print(client.recv(100))
thread.join()
server.close()

left, right = socket.socketpair()
read, write = os.pipe()
ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [write]))]
print(left.sendmsg([b"two ", b"parts"], ancillary))
data, received, flags, address = right.recvmsg(100, socket.CMSG_SPACE(4))
passed = int.from_bytes(received[0][2], "little")
os.write(passed, b"through a passed descriptor")
print(data, os.read(read, 100))

left.settimeout(0.01)
try:
    left.recv(1)
except TimeoutError as error:
    print(repr(error))
print(select.select([left, right], [right], [], 0) == ([], [right], []))
right.send(b"x")
poll = select.poll()
poll.register(left, select.POLLIN)
print(poll.poll(1000) == [(left.fileno(), select.POLLIN)])
left.close(), right.close()

print(socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, "fe80::1:0:0:2")))
for text in "1.2.3.4", "1.2.3", "256.1.1.1":
    try:
        print(socket.inet_aton(text))
    except OSError as error:
        print(error)
