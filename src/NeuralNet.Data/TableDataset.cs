namespace NeuralNet.Data;

/// <summary>The rows of a stream of tables as samples.</summary>
/// <param name="tables">The tables.</param>
/// <param name="inputs">The inputs in words, for messages.</param>
/// <param name="encode">The function that makes the inputs of the rows of a table.</param>
/// <param name="target">The name of the column of the target.</param>
/// <param name="labels">The names of the classes of the target; null for numbers, and for categories in the order of the file.</param>
internal sealed class TableDataset(
    TableStream tables, string inputs, Func<Table, IReadOnlyList<Tensor>> encode, string target, IReadOnlyList<string>? labels) : Dataset
{
    public override string ToString() => $"{tables} ({inputs} to {target})";

    protected override IEnumerable<DatasetElement> Read(DatasetPass pass)
    {
        foreach (Table table in tables)
        {
            Samples[] x = [.. encode(table).Select(input => new Samples(input))];
            var y = new Samples(table.ToTarget(target, labels));
            for (int row = 0; row < table.RowCount; row++)
            {
                pass.CancellationToken.ThrowIfCancellationRequested();
                yield return x.Length == 1
                    ? new DatasetElement(x[0].At(row), y.At(row))
                    : new DatasetElement([.. x.Select(input => input.At(row))], [y.At(row)]);
            }
        }
    }

    /// <summary>The rows of a tensor without their batch axis, which share its memory.</summary>
    private readonly struct Samples(Tensor rows)
    {
        private readonly Shape shape = [.. rows.Shape.Skip(1)];

        public Tensor At(int row) => rows.Slice(row, 1).Reshape(shape);
    }
}
