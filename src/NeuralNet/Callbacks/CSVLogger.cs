using System.Globalization;

namespace NeuralNet;

/// <summary>
/// Writes the figures of each epoch to a CSV file (RFC 4180) as soon as the epoch is over: a column <c>epoch</c>, counted from 0, then
/// the figures in the order of their names. A figure that an epoch does not have is <c>NA</c>. Keras: callbacks/csv_logger.py.
/// </summary>
public sealed class CSVLogger : Callback
{
    private const string LineEnd = "\r\n";

    private readonly string filename, separator;
    private readonly bool append;
    private string[]? columns;

    /// <summary>Makes the callback.</summary>
    /// <param name="filename">The file; an older one is replaced when training begins.</param>
    /// <param name="separator">What stands between two values, a comma by default.</param>
    /// <param name="append">Whether to write behind what the file holds already.</param>
    /// <exception cref="ArgumentException">The file name is empty, or the separator would not be told from a value.</exception>
    public CSVLogger(string filename, string separator = ",", bool append = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(filename);
        if (separator is not { Length: 1 } || separator.IndexOfAny(['"', '\r', '\n', '.', '-', '+']) >= 0 || char.IsLetterOrDigit(separator[0]))
            throw new ArgumentException($"The separator is one character that no number has, such as ',', ';' or a tab; it was '{separator}'.", nameof(separator));
        this.filename = filename;
        this.separator = separator;
        this.append = append;
    }

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

    /// <summary>Keeps how long the file is, once it lies on the disk at that length.</summary>
    /// <inheritdoc/>
    protected internal override void SaveState(TrainingRun run, SavedState state)
    {
        using var file = new FileStream(filename, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.Flush(flushToDisk: true);
        state.Set("length", file.Length);
        if (columns is not null)
            state.Set("columns", columns);
    }

    /// <summary>Takes away what was written after the backup, as it will be written again.</summary>
    /// <inheritdoc/>
    protected internal override void RestoreState(TrainingRun run, SavedState state)
    {
        long before = state.GetInt64("length"), now = File.Exists(filename) ? new FileInfo(filename).Length : 0;
        if (before < 0 || now < before)
            throw new FormatException(FormattableString.Invariant($"The log '{filename}' had {Counted.Of(before, "byte")} when the backup was made and has {now} now; put the old one back."));
        if (now > before)
        {
            using var file = new FileStream(filename, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(before);
        }

        columns = state.Contains("columns") ? state.GetStrings("columns") : null;
    }

    /// <summary>Chooses the columns and writes the head, unless the file has it already.</summary>
    private string[] Begin(TrainingRun run)
    {
        string[] chosen = [.. run.Logs.Select(pair => pair.Key).Concat(ExpectedOfValidation(run)).Distinct().Order(StringComparer.Ordinal)];
        string head = Line(chosen.Prepend("epoch"));
        string? existing = append && File.Exists(filename) ? File.ReadLines(filename).FirstOrDefault() : null;
        if (string.IsNullOrEmpty(existing))
            File.AppendAllText(filename, head + LineEnd);
        else if (existing != head)
            throw new InvalidOperationException($"'{filename}' has the columns {existing}, and this training reports {head}. Write to another file, or make this one anew (append: false).");
        return chosen;
    }

    /// <summary>With validationFreq above 1, the first epoch lacks the figures of the validation.</summary>
    private static IEnumerable<string> ExpectedOfValidation(TrainingRun run) => run.HasValidation
        ? run.MetricNames.Select(name => "val_" + name)
        : [];

    private void Write(IEnumerable<string> values) => File.AppendAllText(filename, Line(values) + LineEnd);

    private string Line(IEnumerable<string> values) => string.Join(separator, values.Select(Quote));

    private string Quote(string value) => value.AsSpan().IndexOfAny('"', '\r', '\n') >= 0 || value.Contains(separator, StringComparison.Ordinal)
        ? '"' + value.Replace("\"", "\"\"", StringComparison.Ordinal) + '"'
        : value;
}
