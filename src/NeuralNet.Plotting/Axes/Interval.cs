namespace NeuralNet.Plotting;

/// <summary>The values from one to another that an axis or a colour scale covers; never empty, never of no length.</summary>
internal readonly record struct Interval
{
    /// <summary>Beyond this a value counts as not finite: differences of such values would overflow.</summary>
    private const double Max = 1e300;
    private const double MinLength = 1e-300;
    private const double MinRelativeLength = 1e-11;

    private Interval(double from, double to)
    {
        From = from;
        To = to;
    }

    public double From { get; }

    public double To { get; }

    public double Length => To - From;

    /// <summary>Returns whether a value can be placed on an axis.</summary>
    public static bool Holds(double value) => Math.Abs(value) <= Max;

    /// <summary>From one value to another, made wider where they are the same or cannot be told apart in digits.</summary>
    public static Interval Between(double from, double to)
    {
        double size = Math.Max(Math.Abs(from), Math.Abs(to));
        if (to - from > Math.Max(MinLength, size * MinRelativeLength))
            return new Interval(from, to);
        double room = size > MinLength ? size * 0.1 : 1;
        return new Interval(from - room, to + room);
    }

    /// <summary>Returns the range of the values that can be placed on an axis; from 0 to 1 if there are none.</summary>
    public static Interval Of(IEnumerable<double> values)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity;
        foreach (double value in values.Where(Holds))
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        return min <= max ? Between(min, max) : new Interval(0, 1);
    }

    /// <summary>This interval with so much more at both ends, as a share of its length.</summary>
    public Interval Padded(double share) => new(From - Length * share, To + Length * share);

    /// <summary>
    /// This interval with so many pixels more at both ends of an axis of this width; at most 40 percent of the axis at each.
    /// </summary>
    public Interval WithRoom(double left, double right, double width)
    {
        left = Math.Min(left, 0.4 * width);
        right = Math.Min(right, 0.4 * width);
        double perPixel = Length / (width - left - right);
        return new Interval(From - left * perPixel, To + right * perPixel);
    }

    /// <summary>This interval from or to 0, if it would not grow to more than double its length by that.</summary>
    public Interval WithNearbyZero() =>
        From > 0 && From <= Length ? new(0, To) : To < 0 && -To <= Length ? new(From, 0) : this;
}
