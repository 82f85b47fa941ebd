using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The gradient of a parameter of which a batch uses few rows, such as the vectors of an <see cref="Embedding"/>; a row is an index of the
/// first axis. Backward adds to the rows that the batch uses. All other rows are 0 and cost nothing: they are not cleared, and
/// optimizers leave them out where the result is the same (<see cref="Optimizer.IgnoresZeroGradients"/>).
/// </summary>
/// <remarks>
/// Rows are tracked in blocks of at least <see cref="MinBlockLength"/> elements, so that narrow rows fill vectors. Figures of a whole
/// gradient, such as its norm, are summed block by block: blocks of zeros add nothing, so the bits do not depend on which blocks are left
/// out.
/// </remarks>
public sealed class GradientRows
{
    private const int MinBlockLength = 64;

    private readonly Tensor gradient;
    private readonly int rowLength, rowsPerBlock, blockLength;
    private bool[] isTouched = [];
    private int[] touched = [];
    private int touchedCount;

    internal GradientRows(Tensor gradient)
    {
        this.gradient = gradient;
        rowLength = gradient.Length / gradient.Rows;
        rowsPerBlock = Math.Max(1, MinBlockLength / rowLength);
        blockLength = rowsPerBlock * rowLength;
        BlockCount = (gradient.Length + blockLength - 1) / blockLength;
    }

    /// <summary>Gets a value indicating whether any row may be other than 0.</summary>
    internal bool IsWhole { get; private set; } = true;

    /// <summary>Gets a value indicating whether so few blocks may be other than 0 that visiting those alone is faster.</summary>
    internal bool IsSparse => !IsWhole && touchedCount <= BlockCount / 2;

    /// <summary>The number of blocks, the last of which may be shorter.</summary>
    internal int BlockCount { get; }

    /// <summary>The blocks that may be other than 0, unless <see cref="IsWhole"/>.</summary>
    internal ReadOnlySpan<int> TouchedBlocks => touched.AsSpan(0, touchedCount);

    /// <summary>The number of elements of a block.</summary>
    internal int BlockLength => blockLength;

    /// <summary>The whole gradient, for reading.</summary>
    internal Tensor Values => gradient;

    /// <summary>Returns a row, to which Backward adds. The row is 0 when it is first used after the gradient was begun.</summary>
    /// <param name="index">The index of the row along the parameter's first axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">The parameter has no such row.</exception>
    public Span<float> Row(int index)
    {
        if ((uint)index >= (uint)gradient.Rows)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The parameter has {gradient.Rows} rows, numbered from 0.");
        Touch(index / rowsPerBlock);
        return gradient.Data.Slice(index * rowLength, rowLength);
    }

    /// <summary>Resets the gradient: all rows are 0.</summary>
    internal void Clear()
    {
        if (isTouched.Length == 0)
            (isTouched, touched) = (new bool[BlockCount], new int[BlockCount]);
        if (IsWhole)
            gradient.Data.Clear();
        foreach (int block in TouchedBlocks)
        {
            Block(block).Clear();
            isTouched[block] = false;
        }

        (touchedCount, IsWhole) = (0, false);
    }

    /// <summary>Returns the whole gradient, for writing.</summary>
    internal Tensor TouchAll()
    {
        IsWhole = true;
        return gradient;
    }

    /// <summary>Adds another gradient of the same parameter.</summary>
    internal void Add(GradientRows other)
    {
        if (other.IsWhole)
        {
            TensorPrimitives.Add(TouchAll().Data, other.gradient.Data, gradient.Data);
            return;
        }

        foreach (int block in other.TouchedBlocks)
        {
            Touch(block);
            TensorPrimitives.Add(Block(block), other.Block(block), Block(block));
        }
    }

    /// <summary>Returns Σ g², which has the same bits for the same values however many rows are left out.</summary>
    internal double SumOfSquares()
    {
        double sum = 0;
        if (IsWhole)
        {
            for (int block = 0; block < BlockCount; block++)
                sum += TensorPrimitives.SumOfSquares<float>(Block(block));
            return sum;
        }

        touched.AsSpan(0, touchedCount).Sort();
        foreach (int block in TouchedBlocks)
            sum += TensorPrimitives.SumOfSquares<float>(Block(block));
        return sum;
    }

    /// <summary>Multiplies the gradient by a number.</summary>
    internal void Scale(float factor)
    {
        if (IsWhole)
            TensorPrimitives.Multiply(gradient.Data, factor, gradient.Data);
        else
        {
            foreach (int block in TouchedBlocks)
                TensorPrimitives.Multiply(Block(block), factor, Block(block));
        }
    }

    /// <summary>Clamps each element to [−<paramref name="maximum"/>, <paramref name="maximum"/>].</summary>
    internal void Clamp(float maximum)
    {
        if (IsWhole)
            TensorPrimitives.Clamp(gradient.Data, -maximum, maximum, gradient.Data);
        else
        {
            foreach (int block in TouchedBlocks)
                TensorPrimitives.Clamp(Block(block), -maximum, maximum, Block(block));
        }
    }

    private void Touch(int block)
    {
        if (IsWhole || isTouched[block])
            return;
        isTouched[block] = true;
        touched[touchedCount++] = block;
    }

    private Span<float> Block(int block)
    {
        int start = block * blockLength;
        return gradient.Data.Slice(start, Math.Min(blockLength, gradient.Length - start));
    }
}
