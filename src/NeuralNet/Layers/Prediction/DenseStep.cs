using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// A dense layer as predictions compute it: its kernel is packed once, and the activation follows while values are in the cache.
/// </summary>
/// <param name="kernel">The kernel with the bias as its offsets.</param>
/// <param name="activation">The activation of the outputs.</param>
internal sealed class DenseStep(PackedMatrix kernel, Activation activation)
{
    /// <summary>The bytes of the packed kernel.</summary>
    public long Bytes => kernel.Bytes;

    public int Inputs => kernel.Rows;

    public int Units => kernel.Columns;

    /// <summary>The number of multiplications for a row.</summary>
    public long Work => (long)Inputs * Units;

    /// <summary>The number of rows of which values by columns are a multiple.</summary>
    public int RowGroup => kernel.RowGroup;

    /// <summary>Computes the outputs of rows that are stored one after the other.</summary>
    public void Run(ReadOnlySpan<float> input, Span<float> output, bool share)
    {
        kernel.Multiply(input, output, new Completion(activation), share);
        if (!activation.IsElementwise)
            activation.Forward(output, output, Units);
    }

    /// <summary>Computes the outputs of values that are stored column after column.</summary>
    public void RunByColumns(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        kernel.MultiplyByColumns(input, output, rows);
        activation.ForwardByColumns(output, rows);
    }

    /// <summary>Applies an activation of single values; any other one has to wait for whole rows.</summary>
    private readonly struct Completion(Activation activation) : IProductCompletion
    {
        // The longest vector. Shorter spans are padded, since functions of single numbers round differently from those of vectors.
        private const int MinLength = 16;

        public void Complete(Span<float> values)
        {
            if (!activation.IsElementwise)
                return;
            if (values.Length >= MinLength)
            {
                activation.Forward(values, values, values.Length);
                return;
            }

            Span<float> padded = stackalloc float[MinLength];
            padded.Clear();
            values.CopyTo(padded);
            activation.Forward(padded, padded, MinLength);
            padded[..values.Length].CopyTo(values);
        }
    }
}
