using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// The products of the matrices of two inputs: output[…, i, j] = Σₖ a[…, i, k]·b[…, k, j]. Input (batch, …, n, m) and (batch, …, m, p),
/// output (batch, …, n, p); the axes before the last two are the same in both. Keras: ops/numpy.py, <c>matmul</c>.
/// </summary>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class MatMul(string? name = null) : Layer(name)
{
    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 2)
            throw Error($"takes two inputs; it was given {inputs.Count}");
        Shape a = inputs[0], b = inputs[1];
        bool areMatrices = a.Rank >= 2 && a.Rank == b.Rank && Agree(a[^1], b[^2])
            && Enumerable.Range(0, a.Rank - 2).All(axis => Agree(a[axis], b[axis]));
        return areMatrices
            ? [.. a.Take(a.Rank - 2).Select((size, axis) => size == Shape.Open ? b[axis] : size), a[^2], b[^1]]
            : throw Error($"takes rows of shape (…, n, m) and (…, m, p) with the same axes before these; it was given {a} and {b}");
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        int matrices = Matrices(frame.Output);
        MatrixProduct.Multiply(Of(frame.Inputs[0]), Of(frame.Inputs[1]), Of(frame.Output), batch: matrices);
    }

    /// <summary>dA = dC·Bᵀ and dB = Aᵀ·dC.</summary>
    protected internal override void Backward(Frame frame)
    {
        int matrices = Matrices(frame.Output);
        MatrixOperand gradient = Of(frame.OutputGradient);
        if (frame.InputGradients[0] is { } first)
            MatrixProduct.Multiply(gradient, Of(frame.Inputs[1]) with { IsTransposed = true }, Of(first), batch: matrices);
        if (frame.InputGradients[1] is { } second)
            MatrixProduct.Multiply(Of(frame.Inputs[0]) with { IsTransposed = true }, gradient, Of(second), batch: matrices);
    }

    private static bool Agree(int first, int second) => first == second || first == Shape.Open || second == Shape.Open;

    private static int Matrices(Tensor tensor) => tensor.Length / (tensor.Shape[^2] * tensor.Shape[^1]);

    private static MatrixOperand Of(Tensor tensor)
    {
        int rows = tensor.Shape[^2], columns = tensor.Shape[^1];
        return new MatrixOperand(tensor.Buffer, tensor.Offset, rows, columns, columns, BatchStride: rows * columns);
    }
}

/// <summary>The fluent method of <see cref="NeuralNet.MatMul"/>.</summary>
public static class MatMulExtensions
{
    /// <summary>Multiplies the matrices of this node by those of another. See <see cref="NeuralNet.MatMul"/>.</summary>
    public static T MatMul<T>(this IMergeable<T> first, T second)
        where T : IMergeable<T> => first.Merge(new MatMul(), second);
}
