using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// Dense layers in sequence, as predictions compute them. Rows pass through all layers in blocks that stay in the cache; where the rows
/// are few, threads share the kernels layer by layer instead. A row has the same bits in any block and on any number of threads.
/// </summary>
/// <param name="steps">The layers in order.</param>
internal sealed class PackedDense(params DenseStep[] steps) : Layer
{
    private readonly bool isNarrow = steps.All(step => step.Work <= DenseCost.MaxNarrowKernel
        && Math.Max(step.Inputs, step.Units) <= DenseCost.MaxNarrowWidth);

    private readonly int width = steps.Max(step => step.Units);
    private readonly long work = steps.Sum(step => step.Work);

    private bool flattens;

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<DenseStep> Steps => steps;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) =>
        flattens ? steps[^1].Units : OnlyInput(inputs).WithLast(steps[^1].Units);

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame) => Run(frame.Input.Data, frame.Output.Data);

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame) =>
        throw new NotSupportedException("Packed layers are made for predictions; they have no backward pass.");

    /// <inheritdoc/>
    internal override Layer? FollowedBy(Layer next) => next is PackedDense { flattens: false } following
        ? new PackedDense([.. steps, .. following.Steps]) { flattens = flattens }
        : null;

    /// <summary>Creates the same layers behind a <see cref="Flatten"/>, which changes no value.</summary>
    public PackedDense AfterFlatten() => new(steps) { flattens = true };

    /// <summary>Computes the outputs of rows.</summary>
    public unsafe void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        int rows = input.Length / steps[0].Inputs;
        int blockRows = BlockRowsOf(rows);
        if (blockRows == 0)
        {
            RunSteps(input, output, rows, share: true);
            return;
        }

        fixed (float* from = input, to = output)
        {
            var body = new BlocksBody(this, from, to, rows, blockRows);
            WorkerPool.Shared.Run((rows + blockRows - 1) / blockRows, body, share: rows * work >= DenseCost.MinSharedWork);
        }
    }

    /// <summary>Returns the number of rows of a block; 0 if threads share the kernels of the layers instead of the rows.</summary>
    private int BlockRowsOf(int rows)
    {
        if (isNarrow)
            return DenseCost.NarrowBlockRows;
        int share = (rows + Compute.DegreeOfParallelism - 1) / Compute.DegreeOfParallelism;
        return share < DenseCost.MinBlockRows ? 0 : Math.Min(share, DenseCost.MaxBlockRows);
    }

    private void RunBlock(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        if (isNarrow)
            RunByColumns(input, output, rows);
        else
            RunSteps(input, output, rows, share: false);
    }

    /// <summary>Computes rows layer by layer, with the values between two layers in memory of the thread.</summary>
    private void RunSteps(ReadOnlySpan<float> input, Span<float> output, int rows, bool share)
    {
        Span<float> first = [], second = [];
        if (steps.Length > 1)
            ScratchMemory.Rent(rows * width, out first, out second);
        ReadOnlySpan<float> values = input;
        for (int i = 0; i < steps.Length; i++)
        {
            Span<float> result = i == steps.Length - 1 ? output : (i % 2 == 0 ? first : second)[..(rows * steps[i].Units)];
            steps[i].Run(values, result, share);
            values = result;
        }
    }

    /// <summary>Computes a block of rows by columns, in registers that hold values of several rows.</summary>
    private void RunByColumns(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int group = steps[0].RowGroup, stride = (rows + group - 1) / group * group;
        ScratchMemory.Rent(stride * Math.Max(steps[0].Inputs, width), out Span<float> first, out Span<float> second);
        Span<float> values = first[..(stride * steps[0].Inputs)], free = second;
        MatrixTransposition.Transpose(input, steps[0].Inputs, rows, steps[0].Inputs, values, stride);
        foreach (DenseStep step in steps)
        {
            Span<float> result = free[..(stride * step.Units)];
            step.RunByColumns(values, result, stride);
            values = result;
            free = free == second ? first : second;
        }

        MatrixTransposition.Transpose(values, stride, steps[^1].Units, rows, output, steps[^1].Units);
    }

    private readonly unsafe struct BlocksBody(PackedDense layers, float* input, float* output, int rows, int blockRows) : IParallelBody
    {
        public void Run(int index)
        {
            int inputs = layers.Steps[0].Inputs, units = layers.Steps[^1].Units;
            int first = index * blockRows, count = Math.Min(blockRows, rows - first);
            layers.RunBlock(
                new ReadOnlySpan<float>(input + ((nint)first * inputs), count * inputs),
                new Span<float>(output + ((nint)first * units), count * units), count);
        }
    }
}
