using NeuralNet;

namespace Extensions.Tests;

/// <summary>
/// Similarities between the steps of a sequence: output = x·W·xᵀ for each row, by products of the library; x (batch, steps, features),
/// W (features, features), output (batch, steps, steps).
/// </summary>
public sealed class Similarity(string? name = null) : Layer(name)
{
    private Parameter kernel = null!;
    private LayerMemory projected = null!, projectedGradient = null!, transposedPart = null!;

    protected override void Build(LayerBuilder builder)
    {
        int features = builder.InputShape[^1];
        kernel = builder.AddParameter("kernel", [features, features], new GlorotUniform());
        projected = builder.AddMemory("projected", shapes => shapes.Input);
        projectedGradient = builder.AddWorkspace("projected_gradient", shapes => shapes.Input);
        transposedPart = builder.AddWorkspace("transposed_part", shapes => shapes.Input);
    }

    protected override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => [OnlyInput(inputs)[0], OnlyInput(inputs)[0]];

    protected override void Forward(Frame frame)
    {
        MatrixProduct.Multiply(frame.Input, kernel.Value, frame[projected]);
        Batched(frame[projected], false, frame.Input, true, frame.Output);
    }

    protected override void Backward(Frame frame)
    {
        Batched(frame.OutputGradient, false, frame.Input, false, frame[projectedGradient]);
        if (frame.Gradient(kernel) is { } kernelGradient)
            MatrixProduct.TransposeThisAndMultiply(frame.Input, frame[projectedGradient], kernelGradient);
        if (frame.InputGradient is not { } inputGradient)
            return;
        MatrixProduct.TransposeAndMultiply(frame[projectedGradient], kernel.Value, inputGradient);
        Batched(frame.OutputGradient, true, frame[projected], false, frame[transposedPart]);
        for (int i = 0; i < inputGradient.Length; i++)
            inputGradient.AsSpan()[i] += frame[transposedPart].AsSpan()[i];
    }

    /// <summary>c = a·b for each row of the batch, either transposed or not.</summary>
    private static void Batched(Tensor a, bool transposeA, Tensor b, bool transposeB, Tensor c) =>
        MatrixProduct.Multiply(a.AsMatrices(transposeA), b.AsMatrices(transposeB), c.AsMatrices(), batch: a.Shape[0]);
}
