using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace NeuralNet;

/// <summary>
/// Writes progress as Keras does: a bar that is redrawn during an epoch, or one line at the end of the epoch (utils/progbar.py,
/// callbacks/progbar_logger.py). Colours and redrawing are omitted if the writer is not a terminal or NO_COLOR is set.
/// </summary>
internal sealed class ProgressBar : Callback
{
    private const int Width = 20;
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(50);

    private readonly bool isOneLine, isTerminal;
    private readonly TextWriter writer;
    private readonly Stopwatch watch = new();
    private readonly StringBuilder line = new();
    private TimeSpan firstStepEnd, lastDraw;
    private int firstStep, drawnLength;

    public ProgressBar(TextWriter writer, bool isOneLine, bool isTerminal)
    {
        this.writer = writer;
        this.isOneLine = isOneLine;
        this.isTerminal = isTerminal;
    }

    /// <summary>Returns the progress bar that the settings request, or null.</summary>
    public static ProgressBar? For(FitOptions settings)
    {
        TextWriter writer = settings.Output ?? Console.Out;
        bool isTerminal = settings.Output is null && !Console.IsOutputRedirected;
        bool isColoured = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return settings.Verbose switch
        {
            Verbosity.ProgressBar => new ProgressBar(writer, isOneLine: false, isColoured),
            Verbosity.OneLinePerEpoch => new ProgressBar(writer, isOneLine: true, isTerminal: false),
            Verbosity.Automatic when isTerminal => new ProgressBar(writer, isOneLine: false, isColoured),
            Verbosity.Automatic when settings.Output is not null => new ProgressBar(writer, isOneLine: true, isTerminal: false),
            _ => null,
        };
    }

    /// <summary>
    /// Writes the beginning of the epoch for a run that is resumed in the middle of it, for which OnEpochBegin is not called.
    /// </summary>
    protected internal override void OnTrainBegin(TrainingRun run)
    {
        if (run.Step > 0)
            OnEpochBegin(run);
    }

    protected internal override void OnEpochBegin(TrainingRun run)
    {
        firstStep = run.Step;
        if (run.Epochs > 1)
            writer.WriteLine(FormattableString.Invariant($"Epoch {run.Epoch + 1}/{run.Epochs}"));
        watch.Restart();
        (firstStepEnd, lastDraw, drawnLength) = (TimeSpan.Zero, TimeSpan.Zero, 0);
    }

    protected internal override void OnBatchEnd(TrainingRun run)
    {
        TimeSpan now = watch.Elapsed;
        if (run.Step == firstStep)
            firstStepEnd = now;
        bool isLast = run.Step + 1 == run.Steps;
        if (isOneLine || !isTerminal || isLast || now - lastDraw < RefreshInterval)
            return;
        lastDraw = now;
        Draw(run, run.Step + 1, now, isFinal: false);
    }

    protected internal override void OnEpochEnd(TrainingRun run)
    {
        Draw(run, StepsDone(run), watch.Elapsed, isFinal: true);
        writer.WriteLine();
        writer.Flush();
    }

    private void Draw(TrainingRun run, int current, TimeSpan now, bool isFinal)
    {
        line.Clear();
        int visible = isOneLine ? AppendLine(run, now) : AppendBar(run, current, now, isFinal);
        if (drawnLength > visible)
            line.Append(' ', drawnLength - visible);
        drawnLength = visible;
        writer.Write(line);
        writer.Flush();
    }

    /// <summary>Appends the bar and returns its number of columns, without colour codes.</summary>
    private int AppendBar(TrainingRun run, int current, TimeSpan now, bool isFinal)
    {
        int hidden = 0;
        if (isTerminal)
            hidden += AppendHidden("\r");
        int steps = isFinal ? current : run.Steps;
        if (steps > 0)
        {
            hidden += AppendStyle("\x1b[1m");
            line.Append(current.ToString(CultureInfo.InvariantCulture).PadLeft(Digits(steps))).Append(CultureInfo.InvariantCulture,
                $"/{steps}");
            hidden += AppendStyle("\x1b[0m");
            hidden += AppendFilled((int)((double)current / steps * Width));
        }
        else
        {
            line.Append(CultureInfo.InvariantCulture, $"{current,7}/Unknown");
        }

        double secondsPerStep = SecondsPerStep(current - firstStep, now);
        line.Append(' ');
        hidden += AppendStyle("\x1b[1m");
        line.Append(isFinal || steps == 0 ? Seconds(now.TotalSeconds) : Remaining(secondsPerStep * (steps - current)));
        hidden += AppendStyle("\x1b[0m");
        line.Append(' ').Append(PerStep(secondsPerStep));
        AppendRate(run, secondsPerStep);
        AppendFigures(run, magnitude: true);
        return line.Length - hidden;
    }

    /// <summary>Appends the green part of the bar and the grey rest, and returns the length of the colour codes.</summary>
    private int AppendFilled(int filled)
    {
        line.Append(' ');
        int hidden = AppendStyle("\x1b[32m");
        line.Append('━', filled);
        hidden += AppendStyle("\x1b[0m");
        hidden += AppendStyle("\x1b[37m");
        line.Append(isTerminal ? '━' : ' ', Width - filled);
        return hidden + AppendStyle("\x1b[0m");
    }

    private int AppendLine(TrainingRun run, TimeSpan now)
    {
        int steps = StepsDone(run);
        double secondsPerStep = SecondsPerStep(steps - firstStep, now);
        line.Append(CultureInfo.InvariantCulture, $"{steps}/{steps} - {Seconds(now.TotalSeconds)} - {PerStep(secondsPerStep)}");
        AppendRate(run, secondsPerStep);
        AppendFigures(run, magnitude: false);
        return line.Length;
    }

    /// <summary>Appends the number of rows a second of all processes, if several train the model.</summary>
    private void AppendRate(TrainingRun run, double secondsPerStep)
    {
        if (run.Exchange is not null && secondsPerStep > 0)
            line.Append(CultureInfo.InvariantCulture, $" - {run.BatchSize / secondsPerStep:F0} rows/s");
    }

    /// <summary>
    /// Appends the figures, small ones in scientific notation. In its one-line form, Keras treats negative figures as small.
    /// </summary>
    private void AppendFigures(TrainingRun run, bool magnitude)
    {
        foreach ((string name, double value) in run.Logs)
        {
            bool isSmall = (magnitude ? Math.Abs(value) : value) <= 1e-3;
            line.Append(" - ").Append(name).Append(": ").Append(isSmall ? Scientific(value)
                : value.ToString("F4", CultureInfo.InvariantCulture));
        }
    }

    private int AppendStyle(string code) => isTerminal ? AppendHidden(code) : 0;

    private int AppendHidden(string text)
    {
        line.Append(text);
        return text.Length;
    }

    /// <summary>Returns the mean duration of a step without the first one, which includes the warm-up.</summary>
    private double SecondsPerStep(int current, TimeSpan now) =>
        current > 1 ? (now - firstStepEnd).TotalSeconds / (current - 1) : now.TotalSeconds / Math.Max(1, current);

    private static string Scientific(double value) => value.ToString("0.0000e+00", CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) => seconds.ToString("F0", CultureInfo.InvariantCulture) + "s";

    private static string Remaining(double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        return seconds switch
        {
            > 3600 => FormattableString.Invariant($"{(int)time.TotalHours}:{time.Minutes:D2}:{time.Seconds:D2}"),
            > 60 => FormattableString.Invariant($"{time.Minutes}:{time.Seconds:D2}"),
            _ => Seconds(seconds),
        };
    }

    private static string PerStep(double seconds) => seconds switch
    {
        >= 1 or 0 => FormattableString.Invariant($"{seconds:F0}s/step"),
        >= 1e-3 => FormattableString.Invariant($"{seconds * 1e3:F0}ms/step"),
        _ => FormattableString.Invariant($"{seconds * 1e6:F0}us/step"),
    };

    /// <summary>
    /// Returns the number of steps that is written at the end of an epoch: as in Keras that of a whole epoch, even if training was stopped
    /// before its end.
    /// </summary>
    private static int StepsDone(TrainingRun run) => run.Steps > 0 ? run.Steps : run.Step;

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;
}
