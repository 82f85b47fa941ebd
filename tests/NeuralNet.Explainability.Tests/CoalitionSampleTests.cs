namespace NeuralNet.Explainability.Tests;

public class CoalitionSampleTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public void AWholeSampleHasEveryCoalitionOnceWithItsKernelWeight(int players)
    {
        CoalitionSample sample = CoalitionSample.Draw(players, 1 << players, new RandomStream(1));
        Assert.Equal((1 << players) - 2, sample.Count);
        Assert.Equal(sample.Count, sample.FirstDrawn);
        var seen = new HashSet<string>();
        double[] kernel = new double[sample.Count];
        for (int i = 0; i < sample.Count; i++)
        {
            bool[] members = Members(sample, i);
            int size = members.Count(member => member);
            Assert.Equal(size, sample.Size(i));
            Assert.True(seen.Add(string.Concat(members.Select(member => member ? '1' : '0'))));
            Assert.Equal(members.Select((member, player) => member ? player * 1.5 : 0).Sum(), sample.Sum(i, Halves(players)), 1e-12);
            double[] sums = new double[players];
            sample.Add(i, 2.5, sums);
            Assert.Equal(members.Select(member => member ? 2.5 : 0), sums);
            kernel[i] = (players - 1) / (Combinations(players, size) * size * (players - size));
        }

        for (int i = 0; i < sample.Count; i++)
            Assert.Equal(kernel[i] / kernel.Sum(), sample.Weight(i), 1e-12);
    }

    [Fact]
    public void ADrawnSampleKeepsTheKernelsSharesAndPairs()
    {
        const int players = 20;
        CoalitionSample sample = CoalitionSample.Draw(players, 20_000, new RandomStream(1));
        double total = Enumerable.Range(1, players - 1).Sum(size => 1.0 / (size * (players - size)));
        double[] shares = new double[players];
        for (int i = 0; i < sample.Count; i++)
            shares[Members(sample, i).Count(member => member)] += sample.Weight(i);
        Assert.Equal(1, shares.Sum(), 1e-9);
        for (int size = 1; size < players; size++)
            Assert.Equal(1.0 / (size * (players - size)) / total, shares[size], 0.004);
        Assert.InRange(sample.Count, 19_990, 20_000);
        Assert.InRange(sample.FirstDrawn, 40, sample.Count - 2);
        for (int i = sample.FirstDrawn; i < sample.Count; i += 2)
        {
            bool[] members = Members(sample, i), others = Members(sample, i + 1);
            for (int player = 0; player < players; player++)
                Assert.NotEqual(members[player], others[player]);
        }
    }

    [Fact]
    public void DrawingCanBeCancelled() => Assert.Throws<OperationCanceledException>(
        () => CoalitionSample.Draw(40, 20_000, new RandomStream(1), new CancellationToken(canceled: true)));

    private static double[] Halves(int players) => [.. Enumerable.Range(0, players).Select(player => player * 1.5)];

    private static bool[] Members(CoalitionSample sample, int coalition)
    {
        bool[] members = new bool[sample.Players];
        foreach (int member in sample.Members(coalition))
            members[member] = true;
        return members;
    }

    private static double Combinations(int n, int k) => Enumerable.Range(1, k).Aggregate(1.0, (product, i) => product * (n - k + i) / i);
}
