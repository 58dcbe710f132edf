# Digests of messages that arrive in pieces, over the edges of blocks, and the parameters of BLAKE2.
import _blake2
import _md5
import _sha1
import _sha2
import _sha3

FUNCTIONS = [
    _md5.md5, _sha1.sha1, _sha2.sha224, _sha2.sha256, _sha2.sha384, _sha2.sha512,
    _sha3.sha3_224, _sha3.sha3_256, _sha3.sha3_384, _sha3.sha3_512, _blake2.blake2b, _blake2.blake2s,
]

for function in FUNCTIONS:
    empty = function()
    print(empty.name, empty.digest_size, empty.block_size, empty.hexdigest())
    # The digests of all lengths around one and two blocks, hashed once more.
    summary = function()
    for length in range(3 * empty.block_size):
        message = bytes(i * 7 + length & 255 for i in range(length))
        whole = function(message)
        pieces = function()
        for i in range(0, length, 37):
            pieces.update(message[i:i + 37])
            pieces.copy().update(b'elsewhere')
        assert whole.digest() == pieces.digest() == pieces.digest()
        summary.update(whole.digest())
    print(summary.hexdigest())

for function in (_sha3.shake_128, _sha3.shake_256):
    shake = function(b'squeeze')
    print(shake.name, shake.digest_size, shake.block_size, shake._rate_bits, shake._capacity_bits, shake._suffix)
    print(shake.hexdigest(5), len(shake.digest(1000)), shake.hexdigest(1000)[-20:])

print(_blake2.blake2b(b'', key=b'k', salt=b's', person=b'p', digest_size=7).hexdigest())
print(_blake2.blake2s(b'x' * 64, key=b'k' * 32, salt=b's' * 8, person=b'p' * 8, fanout=3, depth=4,
                      leaf_size=2**31, node_offset=2**48 - 1, node_depth=5, inner_size=6, last_node=True).hexdigest())
print(_blake2.blake2b(fanout=0, depth=255, leaf_size=2**32 - 1, node_offset=2**64 - 1, last_node=True).hexdigest())


def error(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as exception:
        print(type(exception).__name__, exception)


error(_md5.md5, 'text')
error(_md5.md5, 1)
error(_md5.md5, b'', string=b'')
error(_md5.MD5Type)
error(_sha3.shake_128().digest, -1)
error(_sha3.shake_128().digest, 2**64)
error(_blake2.blake2b, digest_size=65)
error(_blake2.blake2b, key=bytes(65))
error(_blake2.blake2b, leaf_size=2**32)
error(_blake2.blake2s, node_offset=2**48)
error(_blake2.blake2s, depth=0)
