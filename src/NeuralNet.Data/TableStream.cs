using System.Collections;

namespace NeuralNet.Data;

/// <summary>The tables of a CSV file, each of some of its rows, which are read as they are enumerated.</summary>
public sealed class TableStream : IEnumerable<Table>
{
    private readonly string path;
    private readonly int rowsPerTable;
    private readonly CsvOptions options;

    internal TableStream(string path, int rowsPerTable, CsvOptions options) =>
        (this.path, this.rowsPerTable, this.options) = (path, rowsPerTable, options);

    /// <summary>Reads the file from its beginning.</summary>
    public IEnumerator<Table> GetEnumerator()
    {
        using FileStream stream = Table.OpenFile(path);
        using var reader = new CsvReader(stream, path, options);
        while (reader.Read(rowsPerTable) is { } table)
            yield return table;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// Creates a data set of the rows: <c>stream.ToDataset(["age", "income"], "label").Shuffle(10_000).Batch(32)</c>. The file is read anew
    /// in each pass.
    /// </summary>
    /// <param name="inputs">The names of the columns of the input, which have numbers and no missing values.</param>
    /// <param name="target">
    /// The name of the column of the target. Categories are numbered in the order in which the file first has them.
    /// </param>
    /// <exception cref="ArgumentException">No input is given.</exception>
    public Dataset ToDataset(IReadOnlyList<string> inputs, string target)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentException.ThrowIfNullOrEmpty(target);
        return inputs.Count > 0
            ? new TableDataset(this, string.Join(", ", inputs), ColumnsOf([.. inputs]), target, null)
            : throw new ArgumentException("The input has at least one column; none is given.", nameof(inputs));
    }

    /// <summary>
    /// Creates a data set of the rows: the encoder makes the inputs, a column the targets. The file is read anew in each pass.
    /// </summary>
    /// <param name="encoder">The encoder of the inputs, which has learned what it needs: <c>space.Adapt(stream)</c>.</param>
    /// <param name="target">The name of the column of the target.</param>
    /// <param name="labels">
    /// The names of the classes, in the order of their indices; null, the default, for a target of numbers. A pass over a target of
    /// categories without labels is an <see cref="InvalidOperationException"/>.
    /// </param>
    public Dataset ToDataset(InputEncoder encoder, string target, IReadOnlyList<string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentException.ThrowIfNullOrEmpty(target);
        return new TableDataset(
            this, string.Join(", ", encoder.Columns), table =>
            {
                table.RequireLabels(target, labels);
                return encoder.EncodeInputs(table);
            },
            target, labels);
    }

    private static Func<Table, IReadOnlyList<Tensor>> ColumnsOf(string[] inputs) => table => [table.ToTensor(inputs)];

    /// <summary>Returns the path of the file.</summary>
    public override string ToString() => path;
}
