using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>
/// Computes images of which each pixel is a weighted sum of pixels of another image, with weights that are products of one for the row and
/// one for the column. The weights of a pixel that are missing to a sum of 1 belong to a constant.
/// </summary>
internal sealed class Resampling
{
    private readonly ImageShape input, output;
    private readonly AxisWeights rows, columns, inputRows, inputColumns;
    private readonly float fillValue;

    public Resampling(ImageShape input, ImageShape output, AxisWeights rows, AxisWeights columns, float fillValue = 0)
    {
        (this.input, this.output, this.rows, this.columns, this.fillValue) = (input, output, rows, columns, fillValue);
        inputRows = rows.Transpose(input.Height);
        inputColumns = columns.Transpose(input.Width);
    }

    public void Forward(Tensor images, Tensor target)
    {
        Run(images, input, target, output, rows, columns);
        if (fillValue != 0)
            PlanePass.Run(output.PlanesIn(target), output.Height, output.RowLength, new FillBody(this, target));
    }

    /// <summary>Writes dx = Σ weight·dy over the pixels of the output that depend on a pixel.</summary>
    public void Backward(Tensor outputGradient, Tensor inputGradient) =>
        Run(outputGradient, output, inputGradient, input, inputRows, inputColumns);

    private static void Run(Tensor source, ImageShape from, Tensor target, ImageShape to, AxisWeights rows, AxisWeights columns) =>
        PlanePass.Run(to.PlanesIn(target), to.Height, to.RowLength, new Body(source, from, target, to, rows, columns));

    private readonly struct Body(
        Tensor source, ImageShape from, Tensor target, ImageShape to, AxisWeights rows, AxisWeights columns) : IPlaneBody
    {
        public void Run(int plane, int firstRow, int endRow)
        {
            ReadOnlySpan<float> pixels = from.Plane(source, plane);
            Span<float> results = to.Plane(target, plane);
            for (int row = firstRow; row < endRow; row++)
            {
                for (int column = 0; column < to.Width; column++)
                {
                    Sum(
                        ref MemoryMarshal.GetReference(pixels), row, column, results.Slice((row * to.Width + column) * to.Depth, to.Depth));
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Sum(ref float pixels, int row, int column, Span<float> result)
        {
            int channel = 0;
            for (; channel <= result.Length - Vector<float>.Count; channel += Vector<float>.Count)
                SumVector(ref Unsafe.Add(ref pixels, channel), row, column).StoreUnsafe(ref result[channel]);
            for (; channel < result.Length; channel++)
                result[channel] = SumScalar(ref Unsafe.Add(ref pixels, channel), row, column);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector<float> SumVector(ref float pixels, int row, int column)
        {
            ReadOnlySpan<int> ys = rows.SourcesOf(row), xs = columns.SourcesOf(column);
            ReadOnlySpan<float> rowWeights = rows.WeightsOf(row), columnWeights = columns.WeightsOf(column);
            Vector<float> sum = Vector<float>.Zero;
            for (int i = 0; i < ys.Length; i++)
            {
                Vector<float> sumOfRow = Vector<float>.Zero;
                for (int j = 0; j < xs.Length; j++)
                    sumOfRow += Vector.LoadUnsafe(ref pixels, (nuint)(ys[i] * from.RowLength + xs[j] * from.Depth)) * columnWeights[j];
                sum += sumOfRow * rowWeights[i];
            }

            return sum;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private float SumScalar(ref float pixels, int row, int column)
        {
            ReadOnlySpan<int> ys = rows.SourcesOf(row), xs = columns.SourcesOf(column);
            ReadOnlySpan<float> rowWeights = rows.WeightsOf(row), columnWeights = columns.WeightsOf(column);
            float sum = 0;
            for (int i = 0; i < ys.Length; i++)
            {
                float sumOfRow = 0;
                for (int j = 0; j < xs.Length; j++)
                    sumOfRow += Unsafe.Add(ref pixels, ys[i] * from.RowLength + xs[j] * from.Depth) * columnWeights[j];
                sum += sumOfRow * rowWeights[i];
            }

            return sum;
        }
    }

    /// <summary>Adds the constant with the weights that are missing.</summary>
    private readonly struct FillBody(Resampling resampling, Tensor target) : IPlaneBody
    {
        public void Run(int plane, int firstRow, int endRow)
        {
            ImageShape output = resampling.output;
            Span<float> results = output.Plane(target, plane);
            for (int row = firstRow; row < endRow; row++)
            {
                for (int column = 0; column < output.Width; column++)
                {
                    float missing = 1 - resampling.rows.SumOf(row) * resampling.columns.SumOf(column);
                    foreach (ref float value in results.Slice((row * output.Width + column) * output.Depth, output.Depth))
                        value += missing * resampling.fillValue;
                }
            }
        }
    }
}
