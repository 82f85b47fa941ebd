using NeuralNet;

namespace Extensions.Tests;

/// <summary>An encoder of one's own, whose saving is generated: the index of a size in a list, from 0 to 1.</summary>
/// <param name="column">The name of the column.</param>
/// <param name="sizes">The sizes in their order.</param>
[Configurable]
public sealed partial class SizeCode(string column, string[] sizes) : InputEncoder
{
    private readonly string column = column;
    private readonly string[] sizes = sizes;

    public override IReadOnlyList<string> Columns => [column];

    public override IReadOnlyList<EncodedInput> Inputs => [new(column, 1, [new EncodedFeature(column, Columns)])];

    protected override IReadOnlyList<Tensor> EncodeCore(IRows rows)
    {
        var codes = new Tensor([rows.RowCount, 1]);
        Column values = rows.FindColumn(column)!;
        for (int row = 0; row < rows.RowCount; row++)
            codes[row, 0] = Math.Max(Array.IndexOf(sizes, values.GetText(row)), 0) / (sizes.Length - 1f);
        return [codes];
    }
}
