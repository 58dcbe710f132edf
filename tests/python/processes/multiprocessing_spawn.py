# Processes that are started anew: what they share, and a pool of them.
import multiprocessing


def work(queue, lock, number):
    with lock:
        queue.put((number, number * number))


def square(number):
    return number * number


if __name__ == '__main__':
    context = multiprocessing.get_context('spawn')
    queue, lock = context.Queue(), context.Lock()
    processes = [context.Process(target=work, args=(queue, lock, i)) for i in range(2)]
    for process in processes:
        process.start()
    print(sorted(queue.get(timeout=50) for _ in processes))
    for process in processes:
        process.join()
        print(process.exitcode)
    with context.Pool(1) as pool:
        print(pool.map(square, range(5)))
    semaphore = context.BoundedSemaphore(2)
    print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(timeout=0.01), semaphore.get_value())
    semaphore.release()
    semaphore.release()
    try:
        semaphore.release()
    except ValueError as e:
        print(e)
    recursive = context.RLock()
    with recursive, recursive:
        print(recursive)
    try:
        recursive.release()
    except AssertionError as e:
        print(e)
