using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// The bounds of the correction that <see cref="BatchNormalization"/> makes with <c>renorm</c>: r is clipped to [RMin, RMax] and d to
/// [−DMax, DMax]. A bound that is null does not bound.
/// </summary>
public sealed class RenormClipping
{
    /// <summary>Creates bounds.</summary>
    /// <param name="rMax">The maximum of r; none by default.</param>
    /// <param name="rMin">The minimum of r; none by default.</param>
    /// <param name="dMax">The maximum magnitude of d; none by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not finite, rMax is less than rMin, or dMax is negative.</exception>
    public RenormClipping(float? rMax = null, float? rMin = null, float? dMax = null)
    {
        RMin = rMin is float minimum ? Require.Finite(minimum, nameof(rMin)) : null;
        RMax = rMax is float maximum ? Require.AtLeast(rMin ?? float.MinValue, maximum, nameof(rMax)) : null;
        DMax = dMax is float magnitude ? Require.NonNegative(magnitude, nameof(dMax)) : null;
    }

    /// <summary>The maximum of r; null if there is none.</summary>
    public float? RMax { get; }

    /// <summary>The minimum of r; null if there is none.</summary>
    public float? RMin { get; }

    /// <summary>The maximum magnitude of d; null if there is none.</summary>
    public float? DMax { get; }

    internal JsonObject ToJson()
    {
        var settings = new Configuration();
        Write("rmax", RMax);
        Write("rmin", RMin);
        Write("dmax", DMax);
        return settings.Json;

        void Write(string name, float? bound)
        {
            if (bound is float value)
                settings.Set(name, value);
        }
    }

    /// <exception cref="FormatException">The setting is there but not an object of bounds.</exception>
    internal static RenormClipping? Read(Configuration configuration)
    {
        if (configuration.Find("renorm_clipping") is not { } node)
            return null;
        if (node is not JsonObject bounds || bounds.Any(bound => bound.Key is not ("rmax" or "rmin" or "dmax")))
            throw Configuration.Wrong("renorm_clipping", "an object with the bounds rmax, rmin and dmax or some of them", node);
        var settings = new Configuration(bounds);
        return new RenormClipping(
            settings.GetOptionalSingle("rmax"), settings.GetOptionalSingle("rmin"), settings.GetOptionalSingle("dmax"));
    }
}
