namespace NeuralNet.Onnx;

/// <summary>
/// The size of an axis, as far as a file tells it: a whole number times the sizes of open axes, such as 64·length.
/// </summary>
internal sealed class AxisSize : IEquatable<AxisSize>
{
    /// <summary>The most open axes that a product may have; no shape has more.</summary>
    private const int MaxFactors = ShapeExtensions.MaxRank;

    /// <summary>The names of open axes, in ordinal order.</summary>
    private readonly string[] open;

    private AxisSize(long number, string[] open) => (Number, this.open) = (number, open);

    /// <summary>The whole number, all of the size if no open axis is a factor.</summary>
    public long Number { get; }

    /// <summary>Gets a value indicating whether the size is a whole number.</summary>
    public bool IsKnown => open.Length == 0;

    public static implicit operator AxisSize(long number) => new(number, []);

    /// <summary>The size of an open axis.</summary>
    public static AxisSize Open(string name) => new(1, [name]);

    /// <exception cref="ModelFileException">The product has more open axes than a shape can have.</exception>
    public static AxisSize operator *(AxisSize left, AxisSize right)
    {
        if (left.open.Length + right.open.Length > MaxFactors)
            throw new ModelFileException($"it multiplies the sizes of more than {MaxFactors} open axes");
        return new(checked(left.Number * right.Number), [.. left.open.Concat(right.open).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The product of sizes; 1 of none.</summary>
    public static AxisSize Product(IEnumerable<AxisSize> sizes) => sizes.Aggregate((AxisSize)1, (product, size) => product * size);

    /// <summary>The sum of sizes; null if it is no multiple of a product of open axes.</summary>
    public static AxisSize? Sum(IEnumerable<AxisSize> sizes)
    {
        AxisSize? sum = 0;
        foreach (AxisSize size in sizes)
            sum = sum?.Plus(size);
        return sum;
    }

    public AxisSize? Plus(AxisSize other)
    {
        if (Number == 0 || other.Number == 0)
            return Number == 0 ? other : this;
        return HasFactorsOf(other) ? new(checked(Number + other.Number), open) : null;
    }

    public AxisSize? Minus(AxisSize other) => Equals(other) ? 0 : Plus(-1 * other);

    /// <summary>The quotient; null if it is not known to be a whole number.</summary>
    public AxisSize? DividedBy(AxisSize other)
    {
        if (other.Number == 0 || Number % other.Number != 0)
            return null;
        List<string> left = [.. open];
        return other.open.All(left.Remove) ? new(Number / other.Number, [.. left]) : null;
    }

    public bool Equals(AxisSize? other) => other is not null && Number == other.Number && HasFactorsOf(other);

    public override bool Equals(object? obj) => Equals(obj as AxisSize);

    public override int GetHashCode() => HashCode.Combine(Number, open.Length);

    public override string ToString()
    {
        IEnumerable<string> factors = Number == 1 && !IsKnown ? open : open.Prepend(FormattableString.Invariant($"{Number}"));
        return string.Join('·', factors);
    }

    private bool HasFactorsOf(AxisSize other) => open.AsSpan().SequenceEqual(other.open);
}
