using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// Applies an activation to a whole batch, in blocks of rows that stay in the first-level cache; threads share the blocks of large batches.
/// </summary>
internal static class ActivationPass
{
    /// <summary>Computes output = activation(values + bias); the bias, if any, is added to the values in the same visit.</summary>
    public static void Forward(Activation activation, Tensor values, Tensor? bias, Tensor output, int rowLength)
    {
        if (output.Length > BlockLengthOf(rowLength))
        {
            Run(new ForwardBody(activation, values, bias, output, rowLength), output.Length, rowLength);
            return;
        }

        if (bias is not null)
            Rows.Add(values.Data, bias.Data);
        activation.Forward(values.Data, output.Data, rowLength);
    }

    /// <summary>Replaces the gradient with respect to the output with the gradient with respect to the input.</summary>
    public static void Backward(Activation activation, Tensor input, Tensor output, Tensor gradient, int rowLength)
    {
        if (gradient.Length > BlockLengthOf(rowLength))
            Run(new BackwardBody(activation, input, output, gradient, rowLength), gradient.Length, rowLength);
        else
            activation.Backward(input.Data, output.Data, gradient.Data, rowLength);
    }

    private static void Run<TBody>(in TBody body, int length, int rowLength)
        where TBody : struct, IParallelBody
    {
        int blocks = (length + BlockLengthOf(rowLength) - 1) / BlockLengthOf(rowLength);
        WorkerPool.Shared.Run(blocks, body, share: length >= ElementwiseCost.MinSharedActivation);
    }

    private static int BlockLengthOf(int rowLength) => Math.Max(1, ElementwiseCost.ActivationBlock / rowLength) * rowLength;

    private static (int Start, int Length) Block(int index, int length, int rowLength)
    {
        int start = index * BlockLengthOf(rowLength);
        return (start, Math.Min(BlockLengthOf(rowLength), length - start));
    }

    private readonly struct ForwardBody(Activation activation, Tensor values, Tensor? bias, Tensor output, int rowLength) : IParallelBody
    {
        public void Run(int index)
        {
            (int start, int length) = Block(index, output.Length, rowLength);
            Span<float> block = values.Data.Slice(start, length);
            if (bias is not null)
                Rows.Add(block, bias.Data);
            activation.Forward(block, output.Data.Slice(start, length), rowLength);
        }
    }

    private readonly struct BackwardBody(
        Activation activation, Tensor input, Tensor output, Tensor gradient, int rowLength) : IParallelBody
    {
        public void Run(int index)
        {
            (int start, int length) = Block(index, gradient.Length, rowLength);
            activation.Backward(
                input.Data.Slice(start, length), output.Data.Slice(start, length), gradient.Data.Slice(start, length), rowLength);
        }
    }
}
