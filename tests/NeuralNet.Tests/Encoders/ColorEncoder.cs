namespace NeuralNet.Tests;

/// <summary>An encoder of a program: red, green and blue parts of the colors of a column by their names.</summary>
/// <param name="names">The known names.</param>
/// <param name="parts">Red, green and blue of each name.</param>
internal sealed class ColorEncoder(string[] names, float[] parts) : InputEncoder
{
    public override IReadOnlyList<string> Columns => ["color"];

    public override IReadOnlyList<EncodedInput> Inputs =>
        [new("color", 3, [.. new[] { "red", "green", "blue" }.Select(part => new EncodedFeature(part, Columns))])];

    protected override IReadOnlyList<Tensor> EncodeCore(IRows rows)
    {
        var encoded = new Tensor([rows.RowCount, 3]);
        Column colors = rows.FindColumn("color")!;
        for (int row = 0; row < rows.RowCount; row++)
        {
            int index = Array.IndexOf(names, colors.GetText(row));
            if (index < 0)
                throw new ArgumentException($"'{colors.GetText(row)}' in {rows.DescribeRow(row)} is no color.");
            parts.AsSpan(3 * index, 3).CopyTo(encoded.Row(row));
        }

        return [encoded];
    }

    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("names", names);
        configuration.Set("parts", parts);
    }
}
