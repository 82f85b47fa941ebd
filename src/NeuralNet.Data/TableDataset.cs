namespace NeuralNet.Data;

/// <summary>The rows of a stream of tables as samples.</summary>
internal sealed class TableDataset(TableStream tables, string[] inputs, string target) : Dataset
{
    public override string ToString() => $"{tables} ({string.Join(", ", inputs)} to {target})";

    protected override IEnumerable<DatasetElement> Read(DatasetPass pass)
    {
        Shape inputShape = [inputs.Length], targetShape = [1];
        foreach (Table table in tables)
        {
            Tensor x = table.ToTensor(inputs);
            Tensor y = table[target].Type == ColumnType.Category ? table.ToLabels(target) : table.ToTensor(target);
            for (int row = 0; row < table.RowCount; row++)
            {
                pass.CancellationToken.ThrowIfCancellationRequested();
                yield return new DatasetElement(new Tensor(inputShape, x.Row(row)), new Tensor(targetShape, y.Row(row)));
            }
        }
    }
}
