using System.Numerics;

namespace NeuralNet.Explainability.Tests;

/// <summary>
/// Tests of the axioms that define Shapley values, on games with a random worth of each coalition. The row consists of ones and the
/// background of zeros, so that the columns with value 1 are the coalition.
/// </summary>
public class ShapleyAxiomTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    /// <summary>Compares with an independent form of the values: the dividend of each coalition, divided evenly. Harsanyi, 1959.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void TheValuesAreTheSharesOfTheDividends(int seed)
    {
        Game game = Game.Random(seed);
        double[] dividends = [.. Enumerable.Range(0, game.Worth.Length).Select(coalition => Subsets(coalition)
            .Sum(subset => (BitOperations.PopCount((uint)(coalition ^ subset)) % 2 == 0 ? 1 : -1) * (double)game.Worth[subset]))];
        double[] expected = [.. Enumerable.Range(0, game.Players).Select(player => Enumerable.Range(1, game.Worth.Length - 1)
            .Where(coalition => Has(coalition, player))
            .Sum(coalition => dividends[coalition] / BitOperations.PopCount((uint)coalition)))];
        Assert.All(Exact(game), explain => Examples.AssertClose(expected, explain.Values, 1e-5));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Efficiency(int seed)
    {
        Game game = Game.Random(seed);
        Assert.All([.. Exact(game), Sampled(Game.Random(seed, players: 12), seed)], attribution =>
        {
            Assert.Equal(attribution.Prediction - attribution.BaseValue!.Value, attribution.Sum, 1e-6);
            Assert.Equal(0, attribution.Residual!.Value, 1e-6);
        });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Symmetry(int seed)
    {
        Game game = Game.Random(seed);
        (int i, int j) = (seed % game.Players, (seed + 1 + seed % (game.Players - 1)) % game.Players);
        Assert.NotEqual(i, j);
        Game symmetric = game.Map(coalition => (game.Worth[coalition] + game.Worth[Swap(coalition, i, j)]) / 2);
        Assert.All(Exact(symmetric), attribution => Assert.Equal(attribution.Values[i], attribution.Values[j], 1e-5));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Dummy(int seed)
    {
        Game game = Game.Random(seed);
        int dummy = seed % game.Players;
        foreach (float alone in new[] { 0, 1.5f })
        {
            Game without = game.Map(coalition => game.Worth[coalition & ~(1 << dummy)] + (Has(coalition, dummy) ? alone : 0));
            Assert.All(Exact(without), attribution => Assert.Equal(alone, attribution.Values[dummy], 1e-5));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Linearity(int seed)
    {
        Game f = Game.Random(seed), g = Game.Random(seed + 1000, f.Players);
        Game both = f.Map(coalition => 2 * f.Worth[coalition] - 3 * g.Worth[coalition]);
        foreach ((Attribution ofF, Attribution ofG, Attribution ofBoth) in Exact(f).Zip(Exact(g), Exact(both)))
            Examples.AssertClose([.. ofF.Values.Zip(ofG.Values, (a, b) => 2 * a - 3 * b)], ofBoth.Values, 2e-5);

        // The same coalitions are drawn by the same seed, and the regression is linear in what they are worth.
        Game large = Game.Random(seed, players: 12), other = Game.Random(seed + 1000, players: 12);
        Game sum = large.Map(coalition => 2 * large.Worth[coalition] - 3 * other.Worth[coalition]);
        Examples.AssertClose(
            [.. Sampled(large, seed).Values.Zip(Sampled(other, seed).Values, (a, b) => 2 * a - 3 * b)], Sampled(sum, seed).Values, 5e-5);
    }

    /// <summary>The values of players do not depend on their order.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Anonymity(int seed)
    {
        Game game = Game.Random(seed);
        int[] order = [.. Enumerable.Range(0, game.Players)];
        new RandomStream(seed).Shuffle(order.AsSpan());
        Game renamed = game.Map(coalition => game.Worth[Enumerable.Range(0, game.Players)
            .Where(player => Has(coalition, player)).Sum(player => 1 << order[player])]);
        foreach ((Attribution original, Attribution moved) in Exact(game).Zip(Exact(renamed)))
            Examples.AssertClose([.. order.Select(player => original.Values[player])], moved.Values, 1e-5);
    }

    /// <summary>Groups of columns are the players; what is inside a group does not matter.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void GroupsPlayAsOne(int seed)
    {
        Game game = Game.Random(seed, players: 4);
        Features features = Features.Of(6).Group("first", 0, 3).Group("last", 2, 5);
        int[] columnOfPlayer = [0, 1, 2, 4];
        Func<Tensor, Tensor> predict = Examples.Function(x =>
            game.Worth[Enumerable.Range(0, 4).Where(player => x[columnOfPlayer[player]] > 0.5f).Sum(player => 1 << player)]);
        Tensor row = new float[] { 1, 1, 1, 1, 1, 1 }, background = new Tensor([1, 6]);
        Attribution expected = Exact(game)[0];
        Assert.Equal(["first", "x1", "last", "x4"], features.Names);
        Examples.AssertClose(expected.Values, new ExactShapley(predict, background, features).Explain(row).Values, 1e-6);
        Examples.AssertClose(expected.Values, new KernelShap(predict, background, features: features).Explain(row).Values, 1e-5);
    }

    /// <summary>The axioms hold for gradient methods, too.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void GradientMethodsKeepDummySymmetryAndLinearity(int seed)
    {
        const int dummy = 3, first = 0, second = 2;
        Tensor background = Examples.Rows(6, 5, seed), row = Examples.Row(Examples.Rows(1, 5, seed + 50), 0);
        for (int i = 0; i < 6; i++)
            background[i, second] = background[i, first];
        row[second] = row[first];

        Attribution[] ofF = Explain([1, 0]), ofG = Explain([0, 1]), ofBoth = Explain([2, -3]);
        for (int method = 0; method < ofF.Length; method++)
        {
            Assert.All(new[] { ofF, ofG, ofBoth }, attributions =>
            {
                Assert.Equal(0, attributions[method].Values[dummy]);
                Assert.Equal(attributions[method].Values[first], attributions[method].Values[second], 1e-6);
            });
            Examples.AssertClose(
                [.. ofF[method].Values.Zip(ofG[method].Values, (a, b) => 2 * a - 3 * b)], ofBoth[method].Values, 1e-4);
        }

        Attribution[] Explain(float[] mixture)
        {
            // f and g are two outputs of one network; a last layer mixes them.
            Sequential model = new Sequential(5, seed).Dense(9, "tanh").Dense(2, useBias: false).Dense(1, useBias: false);
            Tensor kernel = model.Parameters[0].Value;
            kernel.Row(dummy).Clear();
            kernel.Row(first).CopyTo(kernel.Row(second));
            model.Parameters[3].SetValue(new Tensor([2, 1], mixture));
            return [.. new Explainer[]
            {
                new InputXGradient(model), new IntegratedGradients(model, Examples.Row(background, 0)), new DeepShap(model, background),
                new GradientShap(model, background, samples: 30),
            }.Select(explainer => explainer.Explain(row, seed: 4))];
        }
    }

    private static Attribution[] Exact(Game game) =>
    [
        new ExactShapley(game.Predict, game.Background).Explain(game.Row),
        new KernelShap(game.Predict, game.Background, samples: 1 << game.Players).Explain(game.Row),
    ];

    private static Attribution Sampled(Game game, int seed) =>
        new KernelShap(game.Predict, game.Background, samples: 200).Explain(game.Row, seed: seed);

    private static bool Has(int coalition, int player) => (coalition >> player & 1) == 1;

    private static int Swap(int coalition, int i, int j) =>
        Has(coalition, i) == Has(coalition, j) ? coalition : coalition ^ (1 << i) ^ (1 << j);

    private static IEnumerable<int> Subsets(int coalition) =>
        Enumerable.Range(0, coalition + 1).Where(subset => (subset & ~coalition) == 0);

    /// <summary>A game: the worth of each coalition, indexed by its members as bits.</summary>
    private sealed record Game(int Players, float[] Worth)
    {
        public Tensor Row
        {
            get
            {
                var row = new Tensor(Players);
                row.AsSpan().Fill(1);
                return row;
            }
        }

        public Tensor Background => new([1, Players]);

        /// <summary>Creates a random game of 3 to 8 players, or of a given number.</summary>
        public static Game Random(int seed, int? players = null)
        {
            int count = players ?? 3 + seed % 6;
            return new Game(count, Examples.Rows(1, 1 << count, seed).ToArray());
        }

        public Game Map(Func<int, float> worth) => this with { Worth = [.. Enumerable.Range(0, Worth.Length).Select(worth)] };

        public Tensor Predict(Tensor x) => Examples.Function(row =>
            Worth[Enumerable.Range(0, Players).Where(player => row[player] > 0.5f).Sum(player => 1 << player)])(x);
    }
}
