using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NeuralNet.Explainability;

/// <summary>
/// The coalitions that KernelSHAP asks for, neither empty nor complete, with their weights by the Shapley kernel
/// (n − 1)/(C(n, s)·s·(n − s)). The smallest and the greatest weigh most: sizes s and n − s are taken whole as long as there are few
/// enough, and the rest of the number goes to coalitions drawn by the kernel, each together with its complement.
/// </summary>
internal sealed class CoalitionSample
{
    private readonly List<bool[]> coalitions = [];
    private readonly List<double> weights = [];
    private readonly List<int> sizes = [];

    private CoalitionSample(int players) => Players = players;

    public int Players { get; }

    public int Count => coalitions.Count;

    /// <summary>The number of the first coalition that was drawn by chance; those from there on are pairs of complements.</summary>
    public int FirstDrawn { get; private set; }

    public ReadOnlySpan<bool> this[int coalition] => coalitions[coalition];

    /// <summary>The weights sum to 1.</summary>
    public double Weight(int coalition) => weights[coalition];

    /// <summary>The number of members.</summary>
    public int Size(int coalition) => sizes[coalition];

    /// <summary>Σ w·<see cref="Curvature"/> over the coalitions of the sizes that are taken whole.</summary>
    public double WholeCurvature { get; private set; }

    /// <summary>
    /// The mean of z·zᵀ over all coalitions of a size, z its zeros and ones less their mean, is this times the identity on vectors that
    /// sum to 0: s·(n − s)/(n·(n − 1)).
    /// </summary>
    public static double Curvature(int players, int size) => (double)size * (players - size) / ((double)players * (players - 1));

    public static CoalitionSample Draw(int players, int count, RandomStream random)
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
            sample.AddDrawn(size, sizeWeights, restWeight, Math.Max(2, (count - sample.Count) / 2), random);
        return sample;
    }

    public void CopyMembers(int coalition, Span<bool> members) => coalitions[coalition].CopyTo(members);

    /// <summary>The share of the kernel that falls to sizes s and n − s together, by s up to n/2.</summary>
    private static double[] SizeWeights(int players)
    {
        double[] shares = new double[players / 2 + 1];
        for (int size = 1; size < shares.Length; size++)
            shares[size] = (size * 2 == players ? 1.0 : 2.0) / ((double)size * (players - size));
        double sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }

    /// <summary>The number of coalitions of sizes s and n − s.</summary>
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
            bool[] coalition = new bool[Players];
            foreach (int member in members)
                coalition[member] = true;
            Add(coalition, size, weight);
            if (size * 2 != Players)
                Add(Complement(coalition), Players - size, weight);

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

    /// <summary>Adds pairs of a size drawn by its weight, at least <paramref name="leastSize"/>, and members drawn evenly.</summary>
    private void AddDrawn(int leastSize, double[] sizeWeights, double restWeight, int pairs, RandomStream random)
    {
        int[] order = [.. Enumerable.Range(0, Players)];
        for (int pair = 0; pair < pairs; pair++)
        {
            int size = DrawSize(leastSize, sizeWeights, random.NextDouble() * restWeight);
            bool[] coalition = new bool[Players];
            for (int i = 0; i < size; i++)
            {
                int other = i + random.NextInt32(Players - i);
                (order[i], order[other]) = (order[other], order[i]);
                coalition[order[i]] = true;
            }

            Add(coalition, size, restWeight / (2 * pairs));
            Add(Complement(coalition), Players - size, restWeight / (2 * pairs));
        }
    }

    private static int DrawSize(int leastSize, double[] sizeWeights, double point)
    {
        int size = leastSize;
        for (; size < sizeWeights.Length - 1 && point >= sizeWeights[size]; size++)
            point -= sizeWeights[size];
        return size;
    }

    private static bool[] Complement(bool[] coalition)
    {
        bool[] complement = new bool[coalition.Length];
        TensorPrimitives.Xor(BinaryRows.Bytes(coalition), (byte)1, MemoryMarshal.AsBytes(complement.AsSpan()));
        return complement;
    }

    private void Add(bool[] coalition, int size, double weight)
    {
        coalitions.Add(coalition);
        sizes.Add(size);
        weights.Add(weight);
    }
}
