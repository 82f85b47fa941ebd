using System.Globalization;

namespace NeuralNet;

/// <summary>
/// Writes the metrics of each epoch to a CSV file (RFC 4180) at the end of the epoch: a column <c>epoch</c>, counted from 0, followed by
/// the metrics in the order of their names. A value that an epoch lacks is <c>NA</c>. Keras: callbacks/csv_logger.py.
/// </summary>
/// <param name="filename">The file, which is replaced when training begins.</param>
/// <param name="separator">The character between two values; a comma by default.</param>
/// <param name="append">A value indicating whether lines are appended to an existing file; false by default.</param>
/// <exception cref="ArgumentException">The file name is empty, or the separator could be part of a number.</exception>
[Configurable]
public sealed partial class CSVLogger(string filename, string separator = ",", bool append = false) : Callback
{
    private const string LineEnd = "\r\n";

    private readonly string filename = Require.NotEmpty(filename);
    private readonly string separator = IsSeparator(separator)
        ? separator
        : throw new ArgumentException("The separator is one character that no number has, such as ',', ';' or a tab; it was "
            + $"'{separator}'.", nameof(separator));

    private string[]? columns;

    /// <inheritdoc/>
    protected internal override bool RunsOnFirstRankOnly => true;

    internal override IReadOnlyList<string>? AddedFigures => [];

    /// <inheritdoc/>
    protected internal override void OnTrainBegin(TrainingRun run)
    {
        columns = null;
        if (!append && !run.IsResumed)
            File.WriteAllText(filename, "");
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The file to append to has other columns.</exception>
    protected internal override void OnEpochEnd(TrainingRun run)
    {
        columns ??= Begin(run);
        IEnumerable<string> values = columns.Select(column => run.Logs.TryGetValue(column, out double value)
            ? value.ToString("R", CultureInfo.InvariantCulture)
            : "NA");
        Write(values.Prepend(run.Epoch.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Saves the length of the file, which is flushed to the disk first.</summary>
    /// <inheritdoc/>
    protected internal override void SaveState(TrainingRun run, SavedState state)
    {
        using var file = new FileStream(filename, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.Flush(flushToDisk: true);
        state.Set("length", file.Length);
        if (columns is not null)
            state.Set("columns", columns);
    }

    /// <summary>Removes the lines after the backup, which will be written again.</summary>
    /// <inheritdoc/>
    protected internal override void RestoreState(TrainingRun run, SavedState state)
    {
        long before = state.GetInt64("length"), now = File.Exists(filename) ? new FileInfo(filename).Length : 0;
        if (before < 0 || now < before)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture,
                $"The log '{filename}' had {Counted.Of(before, "byte")} when the "
                + $"backup was made and has {now} now; put the old one back."));
        if (now > before)
        {
            using var file = new FileStream(filename, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(before);
        }

        columns = state.Contains("columns") ? state.GetStrings("columns") : null;
    }

    /// <summary>Chooses the columns and writes the header, unless the file has one.</summary>
    private string[] Begin(TrainingRun run)
    {
        string[] chosen = [.. run.Logs.Select(pair => pair.Key).Concat(ExpectedOfValidation(run)).Distinct().Order(StringComparer.Ordinal)];
        string header = Line(chosen.Prepend("epoch"));
        string? existing = append && File.Exists(filename) ? File.ReadLines(filename).FirstOrDefault() : null;
        if (string.IsNullOrEmpty(existing))
            File.AppendAllText(filename, header + LineEnd);
        else if (existing != header)
            throw new InvalidOperationException($"'{filename}' has the columns {existing}, and this training reports {header}. Write to "
                + "another file, or make this one anew (append: false).");
        return chosen;
    }

    /// <summary>Returns the names of the validation's metrics, which the first epoch lacks if validationFreq is above 1.</summary>
    private static IEnumerable<string> ExpectedOfValidation(TrainingRun run) => run.HasValidation
        ? run.MetricNames.Select(name => "val_" + name)
        : [];

    private static bool IsSeparator(string? text) =>
        text is { Length: 1 } && text.IndexOfAny(['"', '\r', '\n', '.', '-', '+']) < 0 && !char.IsLetterOrDigit(text[0]);

    private void Write(IEnumerable<string> values) => File.AppendAllText(filename, Line(values) + LineEnd);

    private string Line(IEnumerable<string> values) => string.Join(separator, values.Select(Quote));

    private string Quote(string value)
    {
        bool isPlain = value.AsSpan().IndexOfAny('"', '\r', '\n') < 0 && !value.Contains(separator, StringComparison.Ordinal);
        return isPlain ? value : '"' + value.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
    }
}
