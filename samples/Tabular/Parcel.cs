/// <summary>A parcel, and the rule by which it is late: the hours of its journey are the sum of what its columns add.</summary>
internal sealed record Parcel(DateTime Sent, string Carrier, float Km, string Wrapping)
{
    public const string Rule = "The rule: a parcel takes 20 hours, 0.04 hours for each km, 8 less with swift, 12 more with snail and 14 more in\n"
        + "December. Its wrapping does not matter. It is late with the probability 1/(1 + e^((48 - hours)/2)).";

    public const int MaxKm = 800;

    public static readonly string[] Carriers = ["swift", "regular", "snail"];
    public static readonly string[] Wrappings = ["paper", "plastic", "foil"];

    public double LateProbability => 1 / (1 + Math.Exp((48 - (20 + SentHours + CarrierHours + KmHours)) / 2));

    private double SentHours => Sent.Month == 12 ? 14 : 0;

    private double CarrierHours => Carrier switch { "swift" => -8, "snail" => 12, _ => 0 };

    private double KmHours => 0.04 * Km;

    /// <summary>Returns the probability that the parcel is late, and the hours of each column compared to the average parcel.</summary>
    public string Explain() => FormattableString.Invariant($"The rule says late ({100 * LateProbability:0} %). Hours above average: ")
        + FormattableString.Invariant($"sent {SentHours - 14 * 31 / 365.0:+0.0;-0.0}, carrier {CarrierHours - (12 - 8) / 3.0:+0.0;-0.0}, ")
        + FormattableString.Invariant($"km {KmHours - 0.04 * MaxKm / 2:+0.0;-0.0}, wrapping 0.");
}
