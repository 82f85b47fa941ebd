using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Fills with one value, or with the values of an array. Keras: initializers/constant_initializers.py.</summary>
[Configurable]
public sealed partial class Constant : Initializer
{
    private readonly Tensor value;

    /// <summary>Creates an initializer that fills with one value.</summary>
    /// <param name="value">The value of every element, 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public Constant(float value = 0) => this.value = new Tensor([], [Require.Finite(value)]);

    /// <summary>Creates an initializer that fills with the values of an array.</summary>
    /// <param name="value">
    /// The values, in the shape of the parameter or in one that broadcasts to it as in NumPy: aligned at the last axis, an axis of size 1
    /// or a missing one is repeated.
    /// </param>
    /// <exception cref="ArgumentException">There is no value, or a value is not finite.</exception>
    public Constant(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length == 0 || !TensorPrimitives.IsFiniteAll<float>(value.Data))
            throw new ArgumentException($"'{nameof(value)}' must have at least one value, and finite values only; it is {value}.",
                nameof(value));
        this.value = value.Clone();
    }

    /// <summary>Gets a copy of the values.</summary>
    public Tensor Value => value.Clone();

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The values do not broadcast to the shape.</exception>
    protected internal override void Initialize(Span<float> values, Shape shape, RandomStream random)
    {
        if (value.Length == 1 && value.Rank <= shape.Rank)
            values.Fill(value.Data[0]);
        else
            Broadcast(values, shape, Steps(shape));
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => TensorSetting.Write(configuration, "value", value);

    internal static Constant From(Configuration configuration) => new(TensorSetting.Read(configuration, "value") ?? new Tensor([], [0]));

    private void Broadcast(Span<float> values, Shape shape, ReadOnlySpan<int> steps)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int source = 0, rest = i;
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                source += rest % shape[axis] * steps[axis];
                rest /= shape[axis];
            }

            values[i] = value.Data[source];
        }
    }

    /// <summary>Returns the strides along each axis of the parameter, 0 where a value is repeated.</summary>
    private int[] Steps(Shape shape)
    {
        int missing = shape.Rank - value.Rank;
        if (missing < 0)
            throw DoesNotFit(shape);
        var steps = new int[shape.Rank];
        for (int axis = value.Rank - 1, step = 1; axis >= 0; step *= value.Shape[axis--])
        {
            if (value.Shape[axis] != 1 && value.Shape[axis] != shape[missing + axis])
                throw DoesNotFit(shape);
            steps[missing + axis] = value.Shape[axis] == 1 ? 0 : step;
        }

        return steps;
    }

    private ArgumentException DoesNotFit(Shape shape) =>
        new($"Constant was given values of shape {value.Shape}, which do not broadcast to a parameter of shape {shape}. Give values of "
            + "that shape, or one value.", nameof(shape));
}
