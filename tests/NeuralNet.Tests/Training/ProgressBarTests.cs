using System.Text.RegularExpressions;

namespace NeuralNet.Tests;

/// <summary>
/// The text of Keras's progress (utils/progbar.py), the times left open. A pause longer than the time between two drawings makes sure that
/// the step behind it is drawn; a slow machine may draw others as well.
/// </summary>
[Collection(ProcessWide.Name)]
public class ProgressBarTests
{
    private const string PerStep = @"\d+(s|ms|us)/step";

    [Fact]
    public void BarEndsAsInKeras() => AssertLines(
        Fit(Verbosity.ProgressBar, epochs: 2),
        "Epoch 1/2", $@"4/4 ━{{20}} \d+s {PerStep} - loss: \d\.\d{{4}} - mae: \d\.\d{{4}} - val_loss: \d\.\d{{4}} - val_mae: \d\.\d{{4}}",
        "Epoch 2/2", $@"4/4 ━{{20}} \d+s {PerStep} - loss: \d\.\d{{4}} - mae: \d\.\d{{4}} - val_loss: \d\.\d{{4}} - val_mae: \d\.\d{{4}}");

    [Fact]
    public void OneLineEndsAsInKeras() => AssertLines(
        Fit(Verbosity.OneLinePerEpoch, epochs: 2),
        "Epoch 1/2", $@"4/4 - \d+s - {PerStep} - loss: \d\.\d{{4}} - mae: \d\.\d{{4}} - val_loss: \d\.\d{{4}} - val_mae: \d\.\d{{4}}",
        "Epoch 2/2", $@"4/4 - \d+s - {PerStep} - loss: \d\.\d{{4}} - mae: \d\.\d{{4}} - val_loss: \d\.\d{{4}} - val_mae: \d\.\d{{4}}");

    /// <summary>The number of batches of a stream of unknown length is known in the second epoch, as in Keras.</summary>
    [Fact]
    public void StepsOfUnknownNumberAreWrittenAsInKeras()
    {
        var output = new StringWriter();
        Dataset data = Dataset.From(Enumerable.Range(0, 10).Where(_ => true).Select(i =>
            (TestData.Normal([2], i), TestData.Normal([1], i))));
        NewModel().Fit(data, new FitOptions
        {
            BatchSize = 1,
            Epochs = 2,
            Verbose = Verbosity.Silent,
            Callbacks = [new HookRecorder { AtBatchEnd = run => Thread.Sleep(run.Step == 4 ? 60 : 0) },
                new ProgressBar(output, isOneLine: false, isTerminal: true)],
        });
        string[] drawings = output.ToString().TrimEnd().Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        int second = Array.IndexOf(drawings, "Epoch 2/2");
        Assert.All(drawings[1..(second - 1)], drawing => Assert.Matches(@"^ {6}\d/Unknown \x1b\[1m\ds\x1b\[0m " + PerStep + " - loss: ", drawing));
        Assert.True(second > 2, "Nothing was drawn in the first epoch.");
        Assert.StartsWith("\x1b[1m10/10\x1b[0m", drawings[second - 1], StringComparison.Ordinal);
        Assert.All(drawings[(second + 1)..], drawing => Assert.Matches(@"^\x1b\[1m( \d|10)/10\x1b\[0m", drawing));
    }

    [Fact]
    public void SingleEpochIsNotNumbered() => AssertLines(
        Fit(Verbosity.OneLinePerEpoch, epochs: 1), $@"4/4 - \d+s - {PerStep} - loss: .*");

    [Fact]
    public void SilentWritesNothing() => Assert.Empty(Fit(Verbosity.Silent, epochs: 2));

    [Theory]
    [InlineData(Verbosity.ProgressBar, 0.00042, "4.2000e-04")]
    [InlineData(Verbosity.ProgressBar, 0.001, "1.0000e-03")]
    [InlineData(Verbosity.ProgressBar, 0, "0.0000e+00")]
    [InlineData(Verbosity.ProgressBar, 0.0011, "0.0011")]
    [InlineData(Verbosity.ProgressBar, -2.5, "-2.5000")]
    [InlineData(Verbosity.ProgressBar, 12345.678, "12345.6780")]
    [InlineData(Verbosity.OneLinePerEpoch, 0.00042, "4.2000e-04")]
    [InlineData(Verbosity.OneLinePerEpoch, -2.5, "-2.5000e+00")]
    [InlineData(Verbosity.OneLinePerEpoch, 1e-20, "1.0000e-20")]
    public void FiguresAreWrittenAsInKeras(Verbosity verbose, double value, string expected)
    {
        var setter = new HookRecorder { AtEpochEnd = run => run.Logs.Set("figure", value) };
        Assert.EndsWith($" - figure: {expected}\n", Fit(verbose, epochs: 1, setter), StringComparison.Ordinal);
    }

    /// <summary>
    /// On a terminal, the bar is redrawn in Keras's colours, twenty columns wide, and the last drawing covers the previous one.
    /// </summary>
    [Fact]
    public void TerminalShowsKerasColours()
    {
        var output = new StringWriter();
        var model = NewModel();
        model.Fit(
            TestData.Normal([10, 2], 1), TestData.Normal([10, 1], 2), batchSize: 1, verbose: Verbosity.Silent,
            callbacks: [new HookRecorder { AtBatchEnd = run => Thread.Sleep(run.Step == 4 ? 60 : 0) },
                new ProgressBar(output, isOneLine: false, isTerminal: true)]);
        string[] drawings = output.ToString().TrimEnd().Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(drawings[..^1], drawing => Regex.IsMatch(
            drawing, "^\x1b\\[1m 5/10\x1b\\[0m \x1b\\[32m━{10}\x1b\\[0m\x1b\\[37m━{10}\x1b\\[0m \x1b\\[1m\\d+s\x1b\\[0m " + PerStep + " - loss: \\S+ - mae: \\S+ *$"));
        Assert.Matches(
            "^\x1b\\[1m10/10\x1b\\[0m \x1b\\[32m━{20}\x1b\\[0m\x1b\\[37m\x1b\\[0m \x1b\\[1m\\d+s\x1b\\[0m " + PerStep + " - loss: \\S+ - mae: \\S+ *$", drawings[^1]);
    }

    [Fact]
    public void AutomaticIsSilentWhenTheConsoleIsRedirected()
    {
        TextWriter console = Console.Out;
        var output = new StringWriter();
        try
        {
            Console.SetOut(output);
            NewModel().Fit(TestData.Normal([10, 2], 1), TestData.Normal([10, 1], 2), epochs: 3);
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.True(Console.IsOutputRedirected, "This test says something only where the output is redirected, as test runners do.");
        Assert.Empty(output.ToString());
    }

    private static Sequential NewModel()
    {
        var model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new SGD(0.01f), "mse", "mae");
        return model;
    }

    private static string Fit(Verbosity verbose, int epochs, params Callback[] callbacks)
    {
        var output = new StringWriter();
        NewModel().Fit(
            TestData.Normal([20, 2], 1), TestData.Normal([20, 1], 2), batchSize: 4, epochs: epochs, verbose: verbose, callbacks: callbacks,
            validationSplit: 0.2, output: output);
        return output.ToString().ReplaceLineEndings("\n");
    }

    private static void AssertLines(string text, params string[] patterns)
    {
        string[] lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal(patterns.Length, lines.Length);
        for (int i = 0; i < lines.Length; i++)
            Assert.Matches(new Regex($"^{patterns[i]}$"), lines[i]);
    }
}
