"""Tests of the comparison itself: `cd benches/peers && python3 -m unittest`."""

import importlib.metadata
import json
import statistics
import sys
import unittest
from unittest import mock

from comparison import answers, engines, markdown, processes, speed, threads
from comparison.answers import Sample


def sample_of(values: list) -> Sample:
    return Sample.of_sd(len(values), statistics.fmean(values), statistics.stdev(values))


class Answers(unittest.TestCase):
    def test_rounds_joined_are_one_sample_of_all_replications(self) -> None:
        first, second = [1.0, 4.0, 2.5], [7.0, 3.0]
        joined = answers.joined([sample_of(first), sample_of(second)])
        whole = sample_of(first + second)
        self.assertEqual(joined.replications, 5)
        self.assertAlmostEqual(joined.mean, whole.mean)
        self.assertAlmostEqual(joined.standard_error, whole.standard_error)

    def test_z_is_the_difference_in_standard_errors(self) -> None:
        # Standard deviation 2, so the standard error of the difference is 2 * sqrt(1/100 + 1/300).
        one, other = Sample.of_sd(100, 10.5, 2.0), Sample.of_sd(300, 10.0, 2.0)
        self.assertAlmostEqual(answers.z_score(one, other), 0.5 / (2.0 * (4.0 / 300.0) ** 0.5))
        self.assertEqual(answers.z_score(one, one), 0.0)

    def test_a_peer_and_wardflow_are_read_alike(self) -> None:
        measure = {"mean": 3.0, "standard_error": 0.5}
        peer = {"engine": "some engine 1.2", "replications": 16, "cpu_seconds": 1.0}
        peer.update(
            {"events_per_replication": 45_000.0}, **{key: measure for key in answers.MEASURES}
        )
        rows = [
            {"measure": ours, "mean": 3.0, "sd": 2.0, "cases": 16}
            for _, ours in answers.MEASURES.values()
        ]
        rows += [{"measure": key, "mean": 2.0} for key in answers.PEOPLE if key != rows[0]["measure"]]
        wardflow = {"program": "wardflow 0.1.0", "measures": rows}
        theirs, ours = answers.of_peer(json.dumps(peer)), answers.of_wardflow(json.dumps(wardflow))
        self.assertEqual(theirs.samples, ours.samples)
        self.assertEqual((ours.engine, ours.version, ours.people), ("wardflow", "0.1.0", 11.0))


class Agreement(unittest.TestCase):
    def test_beyond_three_is_a_warning_and_beyond_four_an_error(self) -> None:
        scores = {("near", "wait"): -2.9, ("far", "wait"): -3.1, ("wrong", "wait"): 4.1}
        warnings, failures = speed.disagreements(scores)
        self.assertEqual(warnings, ["far and wardflow differ by 3.1 standard errors in wait"])
        self.assertEqual(failures, ["wrong and wardflow differ by 4.1 standard errors in wait"])

    def test_no_number_is_an_error(self) -> None:
        _, failures = speed.disagreements({("broken", "wait"): float("nan")})
        self.assertEqual(len(failures), 1)


class Threads(unittest.TestCase):
    def test_threads_as_good_as_processes_have_all_of_their_speed_up(self) -> None:
        measured = threads.Round(one_thread=10.0, two_threads=6.0, two_processes=12.0)
        self.assertAlmostEqual(measured.speed_up_of_thread, 10.0 / 6.0)
        self.assertAlmostEqual(measured.speed_up_of_process, 20.0 / 12.0)
        self.assertAlmostEqual(measured.share_percent, 100.0)


class Markdown(unittest.TestCase):
    def test_figures_have_three_digits_that_count(self) -> None:
        figures = [
            markdown.figure(value) for value in (281_539.4, 446.3, 13.14, 2.875, 0.5661, 0.0)
        ]
        self.assertEqual(figures, ["281,539", "446", "13.1", "2.88", "0.566", "0"])

    def test_a_block_is_replaced_between_its_markers_only(self) -> None:
        begin, end = markdown.markers("peers")
        text = f"before\n{begin}\nold\n{end}\nafter\n"
        self.assertEqual(
            markdown.with_block(text, "peers", "new"), f"before\n{begin}\nnew\n{end}\nafter\n"
        )
        with self.assertRaisesRegex(ValueError, "threads: begin"):
            markdown.with_block(text, "threads", "new")


class Engines(unittest.TestCase):
    def test_a_missing_package_is_named_with_the_command_that_gets_it(self) -> None:
        absent = importlib.metadata.PackageNotFoundError()
        with mock.patch("importlib.metadata.version", side_effect=absent):
            with self.assertRaisesRegex(
                engines.Unavailable,
                "^there is no simpy; .* -m pip install -r benches/peers/simpy/requirements.txt$",
            ):
                engines.require(engines.PEERS / "simpy" / "requirements.txt")

    def test_each_round_begins_with_the_next_engine_and_has_a_seed_of_its_own(self) -> None:
        order = []

        class Recorded(speed.Engaged):
            def run(self, seed: int) -> None:
                order.append((self.engine.name, seed))
                usage = processes.Usage(cpu_seconds=1.0, peak_mib=1.0, output="")
                self.runs.append(speed.Run(usage, None))

        names = ("a", "b", "c")
        speed.rounds([Recorded(engines.Engine(name, "", 1), [], []) for name in names], 2, str)
        self.assertEqual(order, [("a", 1), ("b", 1), ("c", 1), ("b", 2), ("c", 2), ("a", 2)])


class Processes(unittest.TestCase):
    def test_a_process_is_measured_and_its_output_kept(self) -> None:
        usage = processes.run([sys.executable, "-c", "print(sum(range(3_000_000)))"])
        self.assertEqual(usage.output.strip(), "4499998500000")
        self.assertGreater(usage.cpu_seconds, 0.01)
        self.assertGreater(usage.peak_mib, 1.0)

    def test_what_a_failed_process_said_is_passed_on(self) -> None:
        with self.assertRaisesRegex(processes.Failed, "ended with 3: no beds"):
            processes.run(
                [sys.executable, "-c", "import sys; sys.stderr.write('no beds'); sys.exit(3)"]
            )


if __name__ == "__main__":
    unittest.main()
