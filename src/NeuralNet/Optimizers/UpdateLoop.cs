using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>An update rule for vectors of values, gradients and slots.</summary>
internal interface IUpdateRule
{
    void Apply(ref Vector<float> value, Vector<float> gradient, ref SlotVectors slots);
}

/// <summary>The vectors of up to three slots; those that an optimizer lacks are 0 and are not written.</summary>
internal struct SlotVectors
{
    public Vector<float> First, Second, Third;
}

/// <summary>Applies an update rule in one pass over values, gradients and slots.</summary>
/// <remarks>
/// While a gradient stays 0, as for a unit that is never active, a running mean would shrink to a subnormal number, remain there, because
/// the product rounds to the same number, and make every later step many times slower. Therefore slots below
/// <see cref="MinMagnitude"/> become 0.
/// </remarks>
internal static class UpdateLoop
{
    /// <summary>The minimum magnitude of a slot, of which a thousandth is still above the smallest normal number, 1.2e-38.</summary>
    public const float MinMagnitude = 1e-35f;

    /// <summary>Applies the rule to each element. A slot that the optimizer lacks is an empty span.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRule>(
        Span<float> value, ReadOnlySpan<float> gradient, TRule rule, Span<float> first, Span<float> second = default,
        Span<float> third = default)
        where TRule : struct, IUpdateRule
    {
        ref float v = ref MemoryMarshal.GetReference(value), g = ref MemoryMarshal.GetReference(gradient[..value.Length]);
        ref float s0 = ref Start(first, value.Length), s1 = ref Start(second, value.Length), s2 = ref Start(third, value.Length);
        bool hasSecond = !second.IsEmpty, hasThird = !third.IsEmpty;
        int i = 0;
        for (; i <= value.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> values = Load(ref v, i);
            var slots = new SlotVectors { First = Load(ref s0, i) };
            if (hasSecond)
                slots.Second = Load(ref s1, i);
            if (hasThird)
                slots.Third = Load(ref s2, i);

            rule.Apply(ref values, Load(ref g, i), ref slots);

            Store(values, ref v, i);
            Store(Normal(slots.First), ref s0, i);
            if (hasSecond)
                Store(Normal(slots.Second), ref s1, i);
            if (hasThird)
                Store(Normal(slots.Third), ref s2, i);
        }

        if (i < value.Length)
            RunRest(value[i..], gradient[i..value.Length], rule, first[i..], Rest(second, i), Rest(third, i));
    }

    /// <summary>Applies the rule to the elements at the end that do not fill a vector.</summary>
    private static void RunRest<TRule>(
        Span<float> value, ReadOnlySpan<float> gradient, TRule rule, Span<float> first, Span<float> second, Span<float> third)
        where TRule : struct, IUpdateRule
    {
        Vector<float> values = PartialVector.Load(value);
        var slots = new SlotVectors
        {
            First = PartialVector.Load(first),
            Second = PartialVector.Load(second),
            Third = PartialVector.Load(third),
        };
        rule.Apply(ref values, PartialVector.Load(gradient), ref slots);
        PartialVector.Store(values, value);
        PartialVector.Store(Normal(slots.First), first);
        PartialVector.Store(Normal(slots.Second), second);
        PartialVector.Store(Normal(slots.Third), third);
    }

    private static Span<float> Rest(Span<float> slot, int start) => slot.IsEmpty ? slot : slot[start..];

    private static ref float Start(Span<float> slot, int length) => ref MemoryMarshal.GetReference(slot.IsEmpty ? slot : slot[..length]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Normal(Vector<float> slot) =>
        Vector.AndNot(slot, Vector.AsVectorSingle(Vector.LessThan(Vector.Abs(slot), new Vector<float>(MinMagnitude))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float source, int index) => Vector.LoadUnsafe(ref source, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> vector, ref float target, int index) => vector.StoreUnsafe(ref target, (nuint)index);
}
