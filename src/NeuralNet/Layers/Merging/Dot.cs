using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>
/// Sums the products of two inputs along one axis of each: (batch, a…, k, b…) and (batch, c…, k, d…) give (batch, a…, b…, c…, d…). Two
/// vectors give (batch, 1). Keras: layers/merging/dot.py.
/// </summary>
/// <param name="axes">The axis of each input, or one number for both; the batch is axis 0.</param>
/// <param name="normalize">
/// Whether the vectors along the axes are scaled to length 1 first, so that the result is the cosine of their angle; false by default. A
/// length below 10⁻⁷ counts as 10⁻⁷.
/// </param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">An axis is the batch, 0.</exception>
[Configurable]
public sealed partial class Dot(DotAxes axes, bool normalize = false, string? name = null) : Layer(name)
{
    private readonly DotAxes axes = axes is { First: not 0, Second: not 0 }
        ? axes
        : throw new ArgumentOutOfRangeException(
            nameof(axes), axes.ToString(), $"'{nameof(axes)}' must not contain 0, the axis of the batch.");

    private readonly LayerMemory[] vectors = new LayerMemory[2], factors = new LayerMemory[2], gradients = new LayerMemory[2];

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Consumed;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        for (int i = 0; i < 2; i++)
        {
            int input = i;
            vectors[i] = builder.AddMemory($"vectors_{i}", shapes => shapes.Inputs[input]);
            factors[i] = builder.AddMemory(
                $"factors_{i}", shapes => normalize ? shapes.BatchSize * OperandOf(shapes, input).Count : 0);
            gradients[i] = builder.AddWorkspace($"gradients_{i}", shapes => shapes.Inputs[input]);
        }
    }

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 2)
            throw Error($"takes two inputs; it was given {inputs.Count}");
        int first = PlaceIn(inputs[0], axes.First), second = PlaceIn(inputs[1], axes.Second);
        int depth = inputs[0][first], other = inputs[1][second];
        if (depth != other && depth != Shape.Open && other != Shape.Open)
            throw SizesDiffer(depth, other);
        int[] sizes = [.. Without(inputs[0], first), .. Without(inputs[1], second)];
        return sizes.Length > 0 ? sizes : 1;
    }

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes)
    {
        DotOperand[] operands = [OperandOf(shapes, 0), OperandOf(shapes, 1)];
        return operands[0].Depth == operands[1].Depth ? operands : throw SizesDiffer(operands[0].Depth, operands[1].Depth);
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        DotOperand[] operands = frame.Prepared<DotOperand[]>();
        for (int i = 0; i < 2; i++)
        {
            operands[i].Gather(frame.Inputs[i], frame[vectors[i]]);
            if (normalize)
                operands[i].Normalize(frame[vectors[i]].Data, frame[factors[i]].Data);
        }

        MatrixProduct.Multiply(
            operands[0].Of(frame[vectors[0]]), operands[1].Of(frame[vectors[1]]) with { IsTransposed = true },
            Products(frame.Output, operands), batch: frame.BatchSize);
    }

    /// <summary>Writes dX = dO·Y and dY = dOᵀ·X for matrices X and Y of which each row is a vector along the axis, and O = X·Yᵀ.</summary>
    protected internal override void Backward(Frame frame)
    {
        DotOperand[] operands = frame.Prepared<DotOperand[]>();
        MatrixOperand outputGradient = Products(frame.OutputGradient, operands);
        for (int i = 0; i < 2; i++)
        {
            if (frame.InputGradients[i] is not { } inputGradient)
                continue;
            Tensor gradient = frame[gradients[i]];
            MatrixProduct.Multiply(
                outputGradient with { IsTransposed = i == 1 }, operands[1 - i].Of(frame[vectors[1 - i]]), operands[i].Of(gradient),
                batch: frame.BatchSize);
            if (normalize)
                operands[i].Differentiate(frame[vectors[i]].Data, frame[factors[i]].Data, gradient.Data);
            operands[i].Scatter(gradient, inputGradient);
        }
    }

    /// <summary>Returns the products of a batch as matrices: a row for each vector of the first input.</summary>
    private static MatrixOperand Products(Tensor products, DotOperand[] operands)
    {
        (int rows, int columns) = (operands[0].Count, operands[1].Count);
        return new MatrixOperand(products.Buffer, products.Offset, rows, columns, columns, BatchStride: rows * columns);
    }

    private DotOperand OperandOf(PassShapes shapes, int input)
    {
        Shape row = shapes.Inputs[input].WithoutBatch();
        return new DotOperand(row, PlaceIn(row, input == 0 ? axes.First : axes.Second));
    }

    /// <summary>Returns the index of an axis within a row, the outermost being 0.</summary>
    /// <exception cref="ArgumentException">The axis does not exist or is the batch.</exception>
    private int PlaceIn(Shape row, int axis)
    {
        int place = AxisSetting.PlaceIn(row, axis);
        return place >= 1 && place <= row.Rank
            ? place - 1
            : throw Error(
                $"was given axis {axis} for an input of shape {row.ToStringWithBatch()}; its axes are 1 to {row.Rank}, or −1 for the last, "
                + "axis 0 being the batch");
    }

    private ArgumentException SizesDiffer(int first, int second) =>
        Error($"sums products along axes of {first} and {second} values. Choose axes of equal size");

    private static IEnumerable<int> Without(Shape row, int axis) => row.Where((_, index) => index != axis);
}
