namespace NeuralNet.Explainability.Tests;

/// <summary>
/// An encoder of a program: the color one-hot, the size as a number, the cross of both, and a number that is made of no column. A missing size is 0.
/// </summary>
internal sealed class CrossEncoder : InputEncoder
{
    private static readonly string[] Colors = ["red", "green", "blue"];

    public override IReadOnlyList<string> Columns => ["color", "size"];

    public override IReadOnlyList<EncodedInput> Inputs =>
    [
        new("things", 6,
        [
            .. Colors.Select(color => new EncodedFeature($"color = {color}", ["color"])), new EncodedFeature("size", ["size"]),
            new EncodedFeature("color × size", ["color", "size"]), new EncodedFeature("turn", []),
        ]),
    ];

    protected override IReadOnlyList<Tensor> EncodeCore(IRows rows)
    {
        var encoded = new Tensor([rows.RowCount, 6]);
        (Column colors, Column sizes) = (rows.FindColumn("color")!, rows.FindColumn("size")!);
        for (int row = 0; row < rows.RowCount; row++)
        {
            int color = Array.IndexOf(Colors, colors.GetText(row));
            float size = sizes.IsMissing(row) ? 0 : (float)sizes.GetNumber(row);
            encoded[row, color] = 1;
            (encoded[row, 3], encoded[row, 4], encoded[row, 5]) = (size, (color + 1) * size, 1 + row % 2);
        }

        return [encoded];
    }

    protected override void WriteTo(Configuration configuration)
    {
    }
}
