namespace NeuralNet.Onnx;

/// <summary>A tensor that depends on no input of the model: one of the file, or one that is computed of such.</summary>
internal abstract class ConstantValue(string name, int[] sizes, ImportContext context) : ImportedValue
{
    private float[]? floats;
    private long[]? integers;

    public string Name => name;

    public int[] Sizes => sizes;

    public int Length { get; } = CountElements(name, sizes);

    public abstract bool IsInteger { get; }

    public override AxisSize[] SizesIn(NodeSizes known) => Array.ConvertAll(Sizes, size => (AxisSize)size);

    protected override string Description => $"{this}";

    protected override string Cure => "operators take constants as weights, shapes, numbers and lists for the last axis only; "
        + "compute the rest outside of the graph, or make the constant an input";

    /// <summary>Its size, if it is a list along the last axis and has one place on the others; null otherwise.</summary>
    public int? VectorLength => Sizes.Length > 0 && Sizes[^1] == Length ? Length : null;

    /// <summary>Its only number.</summary>
    public double Scalar => Length == 1
        ? ToDoubles()[0]
        : throw new ModelFileException($"{this} should be a single number; it has {Length}");

    /// <summary>Counts elements of the values that are copied into weights.</summary>
    public void Spend(long elements) => context.Spend(elements);

    /// <summary>A new array of the values.</summary>
    public float[] ToFloats()
    {
        context.Spend(Length);
        return ReadFloats();
    }

    public double[] ToDoubles() => Array.ConvertAll(ToFloats(), value => (double)value);

    /// <exception cref="ModelFileException">It is of floating point.</exception>
    public long[] ToIntegers()
    {
        context.Spend(Length);
        return ReadIntegers();
    }

    /// <summary>The values to compute other constants of, read once.</summary>
    public virtual float[] SharedFloats() => floats ??= Folded(ReadFloats);

    /// <inheritdoc cref="SharedFloats"/>
    /// <exception cref="ModelFileException">It is of floating point.</exception>
    public virtual long[] SharedIntegers() => integers ??= Folded(ReadIntegers);

    /// <summary>The values as sizes of axes, of which there are few.</summary>
    /// <exception cref="ModelFileException">It is of floating point, or has more values than a shape can have axes.</exception>
    public long[] ToSizes() => Length <= ShapeExtensions.MaxRank
        ? SharedIntegers()
        : throw new ModelFileException($"{this} has {Length} values; a shape has at most {ShapeExtensions.MaxRank} axes");

    public override string ToString() => $"the constant '{Name}'";

    protected abstract float[] ReadFloats();

    protected abstract long[] ReadIntegers();

    private static int CountElements(string name, int[] sizes)
    {
        long length = sizes.Aggregate(1L, (length, size) => checked(length * size));
        return length <= int.MaxValue
            ? (int)length
            : throw new ModelFileException($"the constant '{name}' of sizes [{string.Join(", ", sizes)}] has {length} elements; "
                + $"{int.MaxValue} can be read");
    }

    private T[] Folded<T>(Func<T[]> read)
    {
        context.SpendOnFolding(Length);
        return read();
    }
}
