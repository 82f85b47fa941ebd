using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuralNet.Explainability;

/// <summary>
/// The coalitions that KernelSHAP predicts, neither empty nor complete, with their weights by the Shapley kernel
/// (n − 1)/(C(n, s)·s·(n − s)). The smallest and the largest have the highest weights: all coalitions of sizes s and n − s are included as
/// long as they are few enough, and the rest of the number is drawn by the kernel, each coalition together with its complement.
/// </summary>
internal sealed class CoalitionSample
{
    private readonly List<uint> words = [];
    private readonly List<double> weights = [];
    private readonly List<int> sizes = [];
    private readonly int wordsPerCoalition;

    private CoalitionSample(int players)
    {
        Players = players;
        wordsPerCoalition = BitSet.Words(players);
    }

    public int Players { get; }

    public int Count => sizes.Count;

    /// <summary>The index of the first coalition that was drawn; those from there on are pairs of complements.</summary>
    public int FirstDrawn { get; private set; }

    /// <summary>Returns the members of a coalition.</summary>
    public BitSet Members(int coalition) => new(Words(coalition));

    /// <summary>Returns the weight of a coalition; all weights sum to 1.</summary>
    public double Weight(int coalition) => weights[coalition];

    /// <summary>Returns the number of members of a coalition.</summary>
    public int Size(int coalition) => sizes[coalition];

    /// <summary>Σ w·<see cref="Curvature"/> over the coalitions of the sizes that are included whole.</summary>
    public double WholeCurvature { get; private set; }

    /// <summary>
    /// Returns s·(n − s)/(n·(n − 1)): the mean of z·zᵀ over all coalitions of a size, z their zeros and ones less the mean, is this factor
    /// times the identity on vectors that sum to 0.
    /// </summary>
    public static double Curvature(int players, int size) => (double)size * (players - size) / ((double)players * (players - 1));

    public static CoalitionSample Draw(
        int players, int count, RandomStream random, CancellationToken cancellationToken = default)
    {
        var sample = new CoalitionSample(players);
        double[] sizeWeights = SizeWeights(players);
        double restWeight = 1;
        int size = 1;
        for (; size <= players / 2; size++)
        {
            double whole = Whole(players, size);
            bool fits = size == 1 || (count - sample.Count) * sizeWeights[size] / restWeight >= whole * (1 - 1e-9);
            if (!fits)
                break;
            sample.AddAll(size, sizeWeights[size] / whole);
            sample.WholeCurvature += sizeWeights[size] * Curvature(players, size);
            restWeight -= sizeWeights[size];
        }

        sample.FirstDrawn = sample.Count;
        if (size <= players / 2)
            sample.AddDrawn(size, sizeWeights, restWeight, Math.Max(2, (count - sample.Count) / 2), random, cancellationToken);
        return sample;
    }

    /// <summary>Returns the sum of p over the members.</summary>
    public double Sum(int coalition, ReadOnlySpan<double> p)
    {
        double sum = 0;
        foreach (int member in Members(coalition))
            sum += p[member];
        return sum;
    }

    /// <summary>Adds a number to the sums of the members.</summary>
    public void Add(int coalition, double value, Span<double> sums)
    {
        foreach (int member in Members(coalition))
            sums[member] += value;
    }

    /// <summary>Writes the members of a coalition as the words of a <see cref="BitSet"/>.</summary>
    public void CopyMembers(int coalition, Span<uint> members) => Words(coalition).CopyTo(members);

    /// <summary>Computes the fraction of the kernel on sizes s and n − s together, for s up to n/2.</summary>
    private static double[] SizeWeights(int players)
    {
        double[] shares = new double[players / 2 + 1];
        for (int size = 1; size < shares.Length; size++)
            shares[size] = (size * 2 == players ? 1.0 : 2.0) / ((double)size * (players - size));
        double sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }

    /// <summary>Computes the number of coalitions of sizes s and n − s.</summary>
    private static double Whole(int players, int size)
    {
        double combinations = 1;
        for (int i = 1; i <= size; i++)
            combinations = combinations * (players - size + i) / i;
        return size * 2 == players ? combinations : 2 * combinations;
    }

    /// <summary>Adds all coalitions of a size and their complements.</summary>
    private void AddAll(int size, double weight)
    {
        int[] members = [.. Enumerable.Range(0, size)];
        while (true)
        {
            Add(members, size, weight);
            if (size * 2 != Players)
                AddComplement(weight);

            int last = size - 1;
            while (last >= 0 && members[last] == Players - size + last)
                last--;
            if (last < 0)
                return;
            members[last]++;
            for (int i = last + 1; i < size; i++)
                members[i] = members[i - 1] + 1;
        }
    }

    /// <summary>
    /// Adds pairs whose size is drawn by its weight, at least <paramref name="minSize"/>, and whose members are drawn evenly.
    /// </summary>
    private void AddDrawn(
        int minSize, double[] sizeWeights, double restWeight, int pairs, RandomStream random, CancellationToken cancellationToken)
    {
        int[] order = [.. Enumerable.Range(0, Players)];
        for (int pair = 0; pair < pairs; pair++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int size = DrawSize(minSize, sizeWeights, random.NextDouble() * restWeight);
            for (int i = 0; i < size; i++)
            {
                int other = i + random.NextInt32(Players - i);
                (order[i], order[other]) = (order[other], order[i]);
            }

            Add(order.AsSpan(0, size), size, restWeight / (2 * pairs));
            AddComplement(restWeight / (2 * pairs));
        }
    }

    private static int DrawSize(int minSize, double[] sizeWeights, double point)
    {
        int size = minSize;
        for (; size < sizeWeights.Length - 1 && point >= sizeWeights[size]; size++)
            point -= sizeWeights[size];
        return size;
    }

    private void Add(ReadOnlySpan<int> members, int size, double weight)
    {
        Span<uint> coalition = NewCoalition(size, weight);
        foreach (int member in members)
            BitSet.Add(coalition, member);
    }

    /// <summary>Adds the complement of the last coalition.</summary>
    private void AddComplement(double weight)
    {
        Span<uint> complement = NewCoalition(Players - sizes[^1], weight);
        ReadOnlySpan<uint> coalition = Words(Count - 2);
        for (int word = 0; word < complement.Length; word++)
            complement[word] = ~coalition[word];
        complement[^1] &= uint.MaxValue >> (complement.Length * BitSet.WordBits - Players);
    }

    private Span<uint> NewCoalition(int size, double weight)
    {
        sizes.Add(size);
        weights.Add(weight);
        CollectionsMarshal.SetCount(words, words.Count + wordsPerCoalition);
        Span<uint> coalition = Words(Count - 1);
        coalition.Clear();
        return coalition;
    }

    private Span<uint> Words(int coalition) =>
        CollectionsMarshal.AsSpan(words).Slice(coalition * wordsPerCoalition, wordsPerCoalition);
}
