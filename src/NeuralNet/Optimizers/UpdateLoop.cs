using System.Numerics;

namespace NeuralNet;

/// <summary>An update rule for elements with one slot.</summary>
internal interface IOneSlotRule
{
    void Apply(ref Vector<float> value, Vector<float> gradient, ref Vector<float> slot);
}

/// <summary>An update rule for elements with two slots.</summary>
internal interface ITwoSlotRule
{
    void Apply(ref Vector<float> value, Vector<float> gradient, ref Vector<float> slot0, ref Vector<float> slot1);
}

/// <summary>
/// One pass over values, gradients and slots. A rule is written once, for whole vectors; what is left at the end is put into
/// vectors filled up with zeros.
/// </summary>
internal static class UpdateLoop
{
    public static void Run<TRule>(Span<float> value, ReadOnlySpan<float> gradient, Span<float> slot, TRule rule)
        where TRule : struct, IOneSlotRule
    {
        int start = 0;
        for (; start <= value.Length - Vector<float>.Count; start += Vector<float>.Count)
            Apply(value[start..], gradient[start..], slot[start..], rule);
        if (start < value.Length)
        {
            Span<float> rest = stackalloc float[3 * Vector<float>.Count];
            rest.Clear();
            Span<float> v = rest[..Vector<float>.Count], g = rest.Slice(Vector<float>.Count, Vector<float>.Count), s = rest[(2 * Vector<float>.Count)..];
            value[start..].CopyTo(v);
            gradient[start..].CopyTo(g);
            slot[start..].CopyTo(s);
            Apply(v, g, s, rule);
            v[..(value.Length - start)].CopyTo(value[start..]);
            s[..(value.Length - start)].CopyTo(slot[start..]);
        }
    }

    public static void Run<TRule>(Span<float> value, ReadOnlySpan<float> gradient, Span<float> slot0, Span<float> slot1, TRule rule)
        where TRule : struct, ITwoSlotRule
    {
        int start = 0;
        for (; start <= value.Length - Vector<float>.Count; start += Vector<float>.Count)
            Apply(value[start..], gradient[start..], slot0[start..], slot1[start..], rule);
        if (start < value.Length)
        {
            Span<float> rest = stackalloc float[4 * Vector<float>.Count];
            rest.Clear();
            Span<float> v = rest[..Vector<float>.Count], g = rest.Slice(Vector<float>.Count, Vector<float>.Count);
            Span<float> s0 = rest.Slice(2 * Vector<float>.Count, Vector<float>.Count), s1 = rest[(3 * Vector<float>.Count)..];
            value[start..].CopyTo(v);
            gradient[start..].CopyTo(g);
            slot0[start..].CopyTo(s0);
            slot1[start..].CopyTo(s1);
            Apply(v, g, s0, s1, rule);
            v[..(value.Length - start)].CopyTo(value[start..]);
            s0[..(value.Length - start)].CopyTo(slot0[start..]);
            s1[..(value.Length - start)].CopyTo(slot1[start..]);
        }
    }

    private static void Apply<TRule>(Span<float> value, ReadOnlySpan<float> gradient, Span<float> slot, TRule rule)
        where TRule : struct, IOneSlotRule
    {
        var v = new Vector<float>(value);
        var s = new Vector<float>(slot);
        rule.Apply(ref v, new Vector<float>(gradient), ref s);
        v.CopyTo(value);
        s.CopyTo(slot);
    }

    private static void Apply<TRule>(Span<float> value, ReadOnlySpan<float> gradient, Span<float> slot0, Span<float> slot1, TRule rule)
        where TRule : struct, ITwoSlotRule
    {
        var v = new Vector<float>(value);
        var s0 = new Vector<float>(slot0);
        var s1 = new Vector<float>(slot1);
        rule.Apply(ref v, new Vector<float>(gradient), ref s0, ref s1);
        v.CopyTo(value);
        s0.CopyTo(slot0);
        s1.CopyTo(slot1);
    }
}
