"""Reader processes at work: batches are handed out, deaths survived.

A process that dies or hangs takes one file with it; the files before and after it are read again by a fresh process.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Thread

from pipelines.intake.findings import Finding
from pipelines.intake.protocol import Batch, BatchResult, Configuration, FileResult, FileToRead, part_name
from pipelines.intake.reader_client import ReaderClient, ReaderDiedError


def read_batches(batches: Iterable[Batch], configuration: Configuration, workers: int) -> Iterator[BatchResult]:
    """Read batches in ``workers`` processes; results come as they are ready. No process outlives the iteration.

    Raises StorageError where staging cannot be written.
    """
    waiting: SimpleQueue[Batch] = SimpleQueue()
    for batch in batches:
        waiting.put(batch)
    # A result, the error that ended a worker, or None from a worker that found nothing more to do.
    answers: SimpleQueue[BatchResult | Exception | None] = SimpleQueue()
    clients = [ReaderClient(configuration) for _ in range(min(workers, waiting.qsize()))]
    threads = [Thread(target=_work, args=(client, waiting, answers), daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    try:
        working = len(threads)
        while working:
            answer = answers.get()
            if isinstance(answer, Exception):
                raise answer
            if answer is None:
                working -= 1
            else:
                yield answer
    finally:
        for client, thread in zip(clients, threads, strict=True):
            client.close()
            thread.join()


def _work(
    client: ReaderClient, waiting: SimpleQueue[Batch], answers: SimpleQueue[BatchResult | Exception | None]
) -> None:
    try:
        while True:
            for result in _survive(client, waiting.get_nowait()):
                answers.put(result)
    except Empty:
        answers.put(None)
    except Exception as error:  # handed to the thread that waits
        answers.put(error)


def _survive(client: ReaderClient, batch: Batch) -> Iterator[BatchResult]:
    """Read a batch, in pieces where files end the process: one file is refused, the others are read again."""
    pieces = [batch]
    tried: set[str] = set()
    while pieces:
        piece = pieces.pop()
        try:
            yield client.read(piece)
        except ReaderDiedError as death:
            files, guilty = piece.files, death.position
            if death.is_out_of_memory and len(files) > 1:
                # Perhaps no file is too large by itself.
                middle = len(files) // 2
                rest = [files[:middle], files[middle:]]
            elif death.is_out_of_memory and piece.name not in tried:
                # Perhaps somebody else took the memory, or killed the process.
                tried.add(piece.name)
                rest = [files]
            else:
                yield BatchResult("", [_refusal(files[guilty], death, client.configuration)])
                rest = [files[:guilty], files[guilty + 1 :]]
            pieces += [replace(batch, name=part_name(part), files=part) for part in reversed(rest) if part]


def _refusal(file: FileToRead, death: ReaderDiedError, configuration: Configuration) -> FileResult:
    if death.is_out_of_memory:
        limit = f"{configuration.memory} MB RAM"
        finding = Finding("FIL006", {"file": file.name, "found": f"> {limit}", "limit": limit})
    else:
        finding = Finding("FIL002", {"file": file.name})
    return FileResult(file.file_id, [], [finding], death.cause)
