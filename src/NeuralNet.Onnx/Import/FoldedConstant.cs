namespace NeuralNet.Onnx;

/// <summary>A tensor that an operator computed of constants, of float32 or of whole numbers.</summary>
internal sealed class FoldedConstant : ConstantValue
{
    private readonly float[]? floats;
    private readonly long[]? integers;

    public FoldedConstant(OperatorNode node, int[] sizes, float[] values)
        : base(node.Output, sizes, node.Context) => floats = values;

    public FoldedConstant(OperatorNode node, int[] sizes, long[] values)
        : base(node.Output, sizes, node.Context) => integers = values;

    public override bool IsInteger => integers is not null;

    public override float[] SharedFloats() => floats ?? base.SharedFloats();

    public override long[] SharedIntegers() => integers ?? base.SharedIntegers();

    protected override float[] ReadFloats() => floats is not null ? [.. floats] : Array.ConvertAll(integers!, value => (float)value);

    protected override long[] ReadIntegers() => integers is not null
        ? [.. integers]
        : throw new ModelFileException($"{this} should be of whole numbers; it is of Float");
}
