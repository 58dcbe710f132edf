# Streams as they are made and pickled, decompressors behind an error, modules asked by object.__getattribute__, scoped addresses.
import bz2
import copy
import io
import os
import pickle
import socket
import types

for stream in open(os.devnull), open(os.devnull, 'rb'), open(os.devnull, 'wb'), open(os.devnull, 'rb', buffering=0):
    for protocol in 2, 5:
        try:
            pickle.dumps(stream, protocol)
        except TypeError as error:
            print(error)
    try:
        copy.copy(stream)
    except TypeError as error:
        print(error)
    stream.close()

for kind in io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.BufferedRWPair, io.TextIOWrapper:
    print(kind.__name__, '__new__' in vars(kind), kind.__new__ is object.__new__)
    try:
        kind()
    except TypeError as error:
        print(error)

data = bytearray(bz2.compress(b'some text' * 20))
data[20] ^= 255
decompressor = bz2.BZ2Decompressor()
try:
    decompressor.decompress(bytes(data))
except OSError as error:
    print(error)
print(decompressor.needs_input, decompressor.eof)
try:
    decompressor.decompress(b'more')
except ValueError as error:
    print(error)

module = types.ModuleType('module', 'what it is for')
module.__dir__ = 'own'
print(object.__getattribute__(module, '__doc__'))
print(object.__getattribute__(module, '__name__'))
try:
    object.__getattribute__(module, 'absent')
except AttributeError as error:
    print(error)

if socket.has_ipv6:
    flags = socket.AI_NUMERICHOST
    for address in 'fe80::1%1', '::1':
        print(socket.getaddrinfo(address, 80, socket.AF_INET6, socket.SOCK_STREAM, 0, flags)[0][4])
