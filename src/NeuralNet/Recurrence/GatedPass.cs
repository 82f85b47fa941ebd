using System.Numerics.Tensors;
using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// The values of a <see cref="GatedCell"/> in one pass through a sequence, row-major (batch, steps, …) at the index of the step in the
/// input, and the products with its recurrent kernel.
/// </summary>
internal readonly struct GatedPass
{
    public required GatedCell Cell { get; init; }

    public required int Steps { get; init; }

    public required Tensor? Mask { get; init; }

    /// <summary>The gates (batch, steps, gates·units): the sums at first, then the values.</summary>
    public required Tensor Gates { get; init; }

    /// <summary>The sums of the gates, if the backward pass reads them.</summary>
    public required Tensor PreActivations { get; init; }

    /// <summary>The state before each step.</summary>
    public required Tensor Hidden { get; init; }

    /// <summary>The second state before each step.</summary>
    public required Tensor Carry { get; init; }

    /// <summary>The further value of the cell for each unit.</summary>
    public required Tensor Extra { get; init; }

    /// <summary>The factors of the recurrent dropout (batch, gates, units); null if nothing is dropped.</summary>
    public required Tensor? Factors { get; init; }

    /// <summary>Workspace for products (batch, units).</summary>
    public required Tensor Product { get; init; }

    /// <summary>Workspace for the state without the dropped elements (batch, steps, units), for the gradient of the kernel.</summary>
    public required Tensor Dropped { get; init; }

    /// <summary>The gradients of the sums of the gates.</summary>
    public required Tensor GateGradients { get; init; }

    /// <summary>The gradients of <see cref="Extra"/>.</summary>
    public required Tensor ExtraGradients { get; init; }

    /// <summary>The gradient of the state (batch, units).</summary>
    public required Tensor HiddenGradient { get; init; }

    /// <summary>The gradient of the second state (batch, units).</summary>
    public required Tensor CarryGradient { get; init; }

    /// <summary>
    /// The recurrent kernel as <see cref="PackedPanels"/>, each gate by itself, in a backward pass its transpose; null if it is read where
    /// it lies.
    /// </summary>
    public required Tensor? Packed { get; init; }

    private int Units => Cell.UnitCount;

    public bool IsData(int row, int time) => Mask is null || Mask.Data[row * Steps + time] != 0;

    public Span<float> GatesOf(int row, int time) => Of(Gates, row, time);

    public Span<float> HiddenOf(int row, int time) => Of(Hidden, row, time);

    public Span<float> CarryOf(int row, int time) => Cell.HasCarry ? Of(Carry, row, time) : [];

    public Span<float> ExtraOf(int row, int time) => Of(Extra, row, time);

    public Span<float> GateGradientsOf(int row, int time) => Of(GateGradients, row, time);

    public Span<float> ExtraGradientsOf(int row, int time) => Cell.HasExtraGradient ? Of(ExtraGradients, row, time) : [];

    public Span<float> ProductOf(int row) => Product.Data.Slice(row * Units, Units);

    public Span<float> HiddenGradientOf(int row) => HiddenGradient.Data.Slice(row * Units, Units);

    public Span<float> CarryGradientOf(int row) => Cell.HasCarry ? CarryGradient.Data.Slice(row * Units, Units) : [];

    /// <summary>Adds a part of the bias, from an index on.</summary>
    public void AddBias(Span<float> sums, int start)
    {
        if (Cell.Bias is { } bias)
            TensorPrimitives.Add(sums, bias.Value.Data.Slice(start, sums.Length), sums);
    }

    public void KeepPreActivations(int row, int time) => KeepPreActivations(row, time, 0, Cell.GateCount);

    /// <summary>Keeps the sums of some gates for the backward pass, if it reads them.</summary>
    public void KeepPreActivations(int row, int time, int gate, int count)
    {
        if (Cell.NeedsPreActivations)
            PartOf(Gates, row, time, gate, count).CopyTo(PartOf(PreActivations, row, time, gate, count));
    }

    /// <summary>Turns the gradients of some gates into those of their sums.</summary>
    public void Differentiate(Activation activation, int row, int time, int gate, int count)
    {
        Span<float> values = PartOf(Gates, row, time, gate, count);
        ReadOnlySpan<float> sums = activation.NeedsInput ? PartOf(PreActivations, row, time, gate, count) : values;
        activation.Backward(sums, values, PartOf(GateGradients, row, time, gate, count), Units);
    }

    /// <summary>Copies the state of a row without the elements that dropout takes from a gate.</summary>
    public void DropHidden(int row, int time, int gate, Span<float> destination)
    {
        if (Factors is null)
            HiddenOf(row, time).CopyTo(destination);
        else
            TensorPrimitives.Multiply(HiddenOf(row, time), FactorsOf(row, gate), destination);
    }

    /// <summary>Adds to the gradient of the state what a gate adds, for the elements that dropout has kept.</summary>
    public void AddDropped(ReadOnlySpan<float> gradient, int row, int gate)
    {
        Span<float> sum = HiddenGradientOf(row);
        if (Factors is null)
            TensorPrimitives.Add(sum, gradient, sum);
        else
            TensorPrimitives.MultiplyAdd(gradient, FactorsOf(row, gate), sum, sum);
    }

    /// <summary>Computes target = state·U + beta·target for some gates, where U is their part of the recurrent kernel.</summary>
    public void AddProduct(Tensor target, int column, int time, int row, int rows, int gate, int count, float beta)
    {
        if (Factors is null)
        {
            AddProductOf(Hidden, target, column, time, row, rows, gate, count, beta);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            for (int k = row; k < row + rows; k++)
                DropHidden(k, time, gate + i, ProductOf(k));
            Multiply(At(Product, row, rows), gate + i, 1, At(target, column + (i * Units), Units, time, row, rows), beta);
        }
    }

    /// <summary>Computes target = left·U + beta·target for some gates.</summary>
    public void AddProductOf(Tensor left, Tensor target, int column, int time, int row, int rows, int gate, int count, float beta) =>
        Multiply(At(left, 0, Units, time, row, rows), gate, count, At(target, column, count * Units, time, row, rows), beta);

    /// <summary>Adds source·Uᵀ for some gates to the gradient of the state.</summary>
    public void AddBackwardProduct(Tensor source, int column, int time, int row, int rows, int gate, int count)
    {
        if (Factors is null)
        {
            MultiplyTransposed(At(source, column, count * Units, time, row, rows), gate, count, At(HiddenGradient, row, rows), beta: 1);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            PutBackwardProduct(source, column + (i * Units), time, row, rows, gate + i);
            for (int k = row; k < row + rows; k++)
                AddDropped(ProductOf(k), k, gate + i);
        }
    }

    /// <summary>Computes source·Uᵀ of one gate in the workspace for products.</summary>
    public void PutBackwardProduct(Tensor source, int column, int time, int row, int rows, int gate) =>
        MultiplyTransposed(At(source, column, Units, time, row, rows), gate, 1, At(Product, row, rows), beta: 0);

    /// <summary>Writes the gradient of the part of the recurrent kernel for some gates, from the state and the gradients of sums.</summary>
    public void PutRecurrentGradient(Tensor gradient, Tensor left, Tensor source, int column, int gate, int count)
    {
        if (Factors is null)
        {
            PutRecurrentGradientOf(gradient, left, source, column, gate, count);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            for (int row = 0; row < Hidden.Rows; row++)
            {
                for (int time = 0; time < Steps; time++)
                    DropHidden(row, time, gate + i, Of(Dropped, row, time));
            }

            PutRecurrentGradientOf(gradient, Dropped, source, column + (i * Units), gate + i, 1);
        }
    }

    /// <summary>Writes the gradient of a part of the recurrent kernel from left factors and the gradients of sums.</summary>
    public void PutRecurrentGradientOf(Tensor gradient, Tensor left, Tensor source, int column, int gate, int count)
    {
        int rows = Hidden.Rows * Steps, columns = gradient.Shape.Last;
        MatrixProduct.Multiply(
            new MatrixOperand(left.Buffer, left.Offset, rows, Units, Units, IsTransposed: true),
            new MatrixOperand(source.Buffer, source.Offset + column, rows, count * Units, source.Shape.Last),
            new MatrixOperand(gradient.Buffer, gradient.Offset + (gate * Units), Units, count * Units, columns));
    }

    private Span<float> Of(Tensor values, int row, int time)
    {
        int width = values.Shape.Last;
        return values.Data.Slice((row * Steps + time) * width, width);
    }

    private Span<float> PartOf(Tensor values, int row, int time, int gate, int count) =>
        Of(values, row, time).Slice(gate * Units, count * Units);

    private ReadOnlySpan<float> FactorsOf(int row, int gate) =>
        Factors!.Data.Slice((row * Cell.GateCount + gate) * Units, Units);

    /// <summary>Some columns of one step of some rows of the batch.</summary>
    private MatrixOperand At(Tensor values, int column, int columns, int time, int row, int rows)
    {
        int width = values.Shape.Last;
        return new MatrixOperand(values.Buffer, values.Offset + ((row * Steps + time) * width) + column, rows, columns, Steps * width);
    }

    /// <summary>Some rows of a tensor (batch, units).</summary>
    private MatrixOperand At(Tensor values, int row, int rows) =>
        new(values.Buffer, values.Offset + (row * Units), rows, Units, Units);

    /// <summary>Computes c = a·U + beta·c, where U is the part of the recurrent kernel for some gates and beta 0 or 1.</summary>
    private void Multiply(in MatrixOperand a, int gate, int count, in MatrixOperand c, float beta)
    {
        if (Packed is null)
        {
            MatrixProduct.Multiply(a, Kernel(gate, count), c, beta);
            return;
        }

        int length = PackedPanels.LengthOf(Units, Units);
        for (int i = 0; i < count; i++)
        {
            PackedPanels.Multiply(a.Buffer.AsSpan(a.Offset), a.RowStride, a.Rows, Packed.Data.Slice((gate + i) * length, length), Units, 0,
                Units, Units, c.Buffer.AsSpan(c.Offset + (i * Units)), c.RowStride, adds: beta != 0);
        }
    }

    /// <summary>Computes c = a·Uᵀ + beta·c, where U is the part of the recurrent kernel for some gates and beta 0 or 1.</summary>
    private void MultiplyTransposed(in MatrixOperand a, int gate, int count, in MatrixOperand c, float beta)
    {
        if (Packed is null)
        {
            MatrixProduct.Multiply(a, Kernel(gate, count) with { IsTransposed = true }, c, beta);
            return;
        }

        PackedPanels.Multiply(a.Buffer.AsSpan(a.Offset), a.RowStride, a.Rows, Packed.Data, Cell.GateCount * Units, gate * Units,
            count * Units, Units, c.Buffer.AsSpan(c.Offset), c.RowStride, adds: beta != 0);
    }

    /// <summary>The part of the recurrent kernel for some gates.</summary>
    private MatrixOperand Kernel(int gate, int count)
    {
        Tensor kernel = Cell.RecurrentKernel.Value;
        return new MatrixOperand(kernel.Buffer, kernel.Offset + (gate * Units), Units, count * Units, Cell.GateCount * Units);
    }
}
